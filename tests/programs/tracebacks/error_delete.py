table = {"a": 1}
del table["a"]
del table["a"]
