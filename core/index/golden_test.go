package index

const golden = "7b85873fa61b26ad459f7394ba037e89a7bc9a1ff8f4820b1c89b8f775d0d53f"
