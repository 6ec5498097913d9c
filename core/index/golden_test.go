package index

const golden = "dde3bf70451ca42bba833704345502c7bd2b8960e1fbe68f0dd06e0915aa88b0"
