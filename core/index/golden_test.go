package index

const golden = "9ccaf492aca36eb8469435840dee7d7f63c0c849de9bdca24c823004a7e88cc5"
