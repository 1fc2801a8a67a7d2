l = [1]
l.index(2)
