for x of [1, 2]:
    print(x)
