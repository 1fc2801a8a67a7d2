# Slices of everything that has some, with all signs and steps.
state = 9


def below(bound):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 33) % bound


def pick(items):
    return items[below(len(items))]


def bound():
    return pick([None, None, below(12) - 6, below(30) - 15, 10**20, -(10**20)])


for _ in range(800):
    size = below(11)
    chosen = slice(bound(), bound(), pick([None, None, 1, -1, 2, -2, 3, -5, 10**18, -(10**18)]))
    print(size, chosen, chosen.indices(size), "abcdéfg€ij"[:size][chosen], list(range(size))[chosen], end=" ")
    print(tuple(range(size))[chosen], bytes(range(size))[chosen], range(size)[chosen], bytearray(range(size))[chosen])

for _ in range(800):
    items = list(range(below(9)))
    data = bytearray(items)
    chosen = slice(bound(), bound(), pick([None, None, None, 1, -1, 2, -2, 3]))
    new = [90 + k for k in range(below(5))]
    before = list(items)
    try:
        items[chosen] = new
        print(before, chosen, new, items)
    except ValueError as error:
        print(before, chosen, new, error)
    try:
        data[chosen] = bytes(new) or b"?"
        print(data)
    except ValueError as error:
        print(error)
    del items[chosen], data[chosen]
    print(items, data)
    index = below(30) - 15
    for change in (lambda: items[index], lambda: items.insert(index, 7), lambda: items.pop(index)):
        try:
            print(change(), items)
        except IndexError as error:
            print(error)
