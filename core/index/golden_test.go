package index

const golden = "307a200f7a10b2c271ff41ab386e079acbdac942804b5800e5b98e89a4e5cfa1"
