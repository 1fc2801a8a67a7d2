a, b = {"x": 1, "y": 2}, {"y": 20, "z": 30}
print(a | b, b | a, {**a, **b}, {**b, "y": 0, **a}, a, b)
c = a.copy()
c |= b
print(c, a)
c |= [("q", 5)]
c.update({"x": 0}, extra=True)
c.update([("y", -1)])
print(c)
try:
    a | [("q", 5)]
except TypeError as error:
    print(error)
def call(*args, **kwargs):
    return args, kwargs
print(call(*a, **b), call(**{**a, "k": 1}))
for bad in (lambda: call(**a, **b), lambda: call(**{1: 2}), lambda: call(**5), lambda: {**5}):
    try:
        bad()
    except TypeError as error:
        print(error)
nested = {"a": {"b": {"c": 1}}}
copy = dict(nested)
copy["a"]["b"]["c"] = 2
print(nested, {k: dict(v) for k, v in nested.items()})
