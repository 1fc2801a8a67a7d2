l = [3, 1]
l.remove(1)
