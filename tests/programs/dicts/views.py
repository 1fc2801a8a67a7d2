d = {"x": 1, "y": 2, "z": 3}
keys, values, items = d.keys(), d.values(), d.items()
print(keys, values, items, len(keys), "x" in keys, 2 in values, ("z", 3) in items, ("z", 4) in items)
d["w"] = 4
print(list(keys), list(values), list(items), sum(values), max(items))
print(sorted(keys & {"x", "q"}), sorted(keys | {"q"}), sorted(keys - {"x"}), sorted(keys ^ {"x", "q"}), keys >= {"x"}, keys == set("wxyz"))
print(sorted({("x", 1), ("y", 9)} & items), keys.isdisjoint({"a"}), list(reversed(d)), list(reversed(d.items())))
for key, value in d.items():
    d[key] = value * 10
print(d, type(keys).__name__, type(iter(keys)).__name__)
for action in ("add", "delete"):
    try:
        for key in d:
            if action == "add":
                d[key + "!"] = 0
            else:
                del d[key]
    except RuntimeError as error:
        print(action, error, len(d))
