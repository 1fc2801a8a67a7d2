def show(a, b=2, *args, c=3, **kwargs):
    print(a, b, args, c, kwargs)
show(1)
show(*[1, 2, 3])
show(*"ab", *(1, 2), c=0)
show(**{"a": 1, "c": 5, "z": 9})
show(*[1], **{"b": 7}, q=1, **{"r": 2})
show(0, *range(3), *{"k": 1}, **dict(x=1))
print([*range(3), *"ab"], (*[1], 2), {*[1, 2], *[2, 3]} == {1, 2, 3}, {**{"a": 1}, "b": 2, **{"a": 3}}, [*[]], (*(),))
print(*[1, 2, 3], sep=", ")
print(*map(str.upper, "abc"), *sorted({3, 1}), end="!\n")
def pairs():
    yield from {"x": 1}.items()
print(dict(pairs()), [*pairs()], max(*[3, 9, 2]), list(zip(*[(1, "a"), (2, "b")])))
for bad in (lambda: show(*5), lambda: show(**[1]), lambda: show(1, a=2), lambda: show(*[1, 2], b=3), lambda: show(), lambda: show(**{"a": 1}, a=2)):
    try:
        bad()
    except TypeError as error:
        print(error)
def forward(*args, **kwargs):
    return show(*args, **kwargs)
forward(1, 2, 3, c=4, d=5)
def ret():
    return *[1, 2], 3
print(ret())
