for i in [1, 0]: print(1 / i)
