items = [1, 2]
with items as i:
    print(i)
