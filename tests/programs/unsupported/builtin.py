for x in map(str, [1]):
    print(x)
