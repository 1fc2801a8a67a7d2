values = [None, True, False, 0, 1, "", "a", [], [0], {}, {"k": None}, 0.0, ...]
print([bool(v) for v in values], [v is None for v in values].count(True))
print(None == None, None != 0, None == False, None is None, str(None), repr(None), type(None).__name__, bool(None), f"{None}", [None] * 2)
print(True + True, True * 5, False - 1, True / 2, True // 1, -True, ~False, True == 1, sum([True, False, True]), [10, 20][True], "ab"[False])
print(True & False, True | False, True ^ True, True and 5, False or "x", not None, isinstance(True, int), bool.__mro__[1].__name__, int(True), float(False), str(True), repr(False))
print(bool("False"), bool(" "), bool([[]]), bool(object()), bool(lambda: 0), max(True, False), sorted([True, False, 2, -1]), {True: "a", 1: "b", 1.0: "c"}, len({0, False, 0.0}), True in [1], 1 in [True])
def first_true(*items, default=None):
    for item in items:
        if item:
            return item
    return default
print(first_true(0, "", "x"), first_true(), first_true(0, default="d"), any(values), all(values), sum(map(bool, values)))
def optional(x=None):
    x = x or "default"
    return x
print(optional(), optional(""), optional("given"), optional(0))
nothing = None
for call in (lambda: nothing + 1, lambda: nothing.x, lambda: nothing(), lambda: nothing[0], lambda: len(nothing), lambda: nothing < None, lambda: int(nothing), lambda: [] + nothing, lambda: iter(nothing)):
    try:
        print(call())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
