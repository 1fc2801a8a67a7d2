x = int("9", 8)
