def average(values):
    assert values, "no values"
    assert isinstance(values, list)
    assert all(v >= 0 for v in values), ("negative", [v for v in values if v < 0])
    return sum(values) / len(values)
print(average([1, 2]))
for bad in ([], (1,), [1, -2]):
    try:
        average(bad)
    except AssertionError as error:
        print(repr(error), error.args)
def message():
    print("message is made", end=" ")
    return "late"
assert True, message()
try:
    assert 1 > 2, message()
except AssertionError as error:
    print(error)
assert (lambda: True)()
if __debug__:
    print("asserts are on")
try:
    assert not [0], f"{[0]!r} is true"
except AssertionError as error:
    print(error)
