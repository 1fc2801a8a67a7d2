print("first")
x = 2 ** 10_000_000
