print(zip(5))
