package index

const golden = "434c9b035a924425b4319a99a31ce6ad3280a95b6b91ae79ff17c6155db2bcf1"
