int("x" * 300)
