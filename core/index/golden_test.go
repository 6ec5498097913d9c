package index

const golden = "5b27d8ad3458517a0e707eb7e9f411f9d9b95213f6ebeed6d4cb3e118ce0bd6e"
