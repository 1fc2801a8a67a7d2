print("a
