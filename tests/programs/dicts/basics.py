d = {"a": 1, "b": 2}
d["c"] = 3
d["a"] = 10
print(d, len(d), d["a"], "b" in d, 2 in d, d.get("z"), d.get("z", 0), list(d), bool({}))
del d["b"]
d["b"] = 20
print(d, d.pop("c"), d.pop("zz", None), d, d.setdefault("n", []), d.setdefault("a", 5), d)
print({1: "int", 1.0: "float", True: "bool"}, {"x": 1, "x": 2}, {(1, 2): {"deep": [1]}}, {None: 0, "": 1})
print(dict(a=1, b=2), dict([("x", 1), ("y", 2)]), dict({"k": 1}, z=3), dict(zip("abc", range(3))), dict())
print({"a": 1, "b": 2} == {"b": 2, "a": 1}, {"a": 1} != {"a": 1.0}, {} == [])
for call in (lambda: d["nope"], lambda: d[[1]], lambda: {}.pop("k"), lambda: {}.popitem(), lambda: dict([1]), lambda: dict(["abc"]), lambda: {} < {}, lambda: {[]: 1}, lambda: dict(5)):
    try:
        print(call())
    except (KeyError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
d.clear()
print(d, dict.fromkeys("ab"), dict.fromkeys(range(3), 0))
