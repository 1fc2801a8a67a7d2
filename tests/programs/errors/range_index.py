print(range(3)[5])
