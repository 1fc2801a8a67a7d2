def show(a, b):
    return a, b
pairs = [(1, 2), (3, 4, 5)]
for pair in pairs:
    print(show(*pair))
