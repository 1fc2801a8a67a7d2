def inner():
    x = yield 1
    print("inner got", x)
    try:
        yield 2
    except ValueError:
        print("inner caught")
        yield 3
    return "result"
def outer():
    result = yield from inner()
    print("outer got", result)
    yield from "ab"
    yield from (i * 10 for i in range(2))
    return "end"
g = outer()
print(next(g), g.send("hello"), g.throw(ValueError), next(g), list(g))
def tree(node):
    if node:
        left, value, right = node
        yield from tree(left)
        yield value
        yield from tree(right)
print(list(tree((((None, 1, None), 2, None), 3, (None, 4, (None, 5, None))))))
def flatten(x):
    if isinstance(x, (list, tuple)):
        for item in x:
            yield from flatten(item)
    else:
        yield x
print(list(flatten([1, (2, [3, []]), [[4]]])))
def chain(*parts):
    results = []
    for part in parts:
        results.append((yield from part))
    return results
def drain(g):
    items = []
    while True:
        try:
            items.append(next(g))
        except StopIteration as stop:
            return items, stop.value
print(drain(chain(inner(), [7], range(2))))
def closing():
    try:
        yield 1
    finally:
        print("inner closed")
def delegate():
    try:
        yield from closing()
    finally:
        print("outer closed")
d = delegate()
next(d)
d.close()
