company = {"it": {"ann": {"age": 31, "tags": ["a", "b"]}, "bob": {"age": 25, "tags": []}}, "hr": {"cy": {"age": 40, "tags": ["c"]}}}
for department, people in company.items():
    for name, facts in people.items():
        print(department, name, facts["age"], ",".join(facts["tags"]) or "-")
print({name: facts["age"] for people in company.values() for name, facts in people.items()}, company["it"]["ann"]["tags"][0], company.get("pr", {}).get("x", "nobody"))
def flatten(d, prefix=""):
    out = {}
    for key, value in d.items():
        path = f"{prefix}.{key}" if prefix else key
        out.update(flatten(value, path) if isinstance(value, dict) else {path: value})
    return out
flat = flatten(company)
print(flat)
def unflatten(flat):
    out = {}
    for path, value in flat.items():
        *parents, last = path.split(".")
        place = out
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return out
print(unflatten(flat) == company)
def merge(a, b):
    return {k: merge(a[k], b[k]) if isinstance(a.get(k), dict) and isinstance(b.get(k), dict) else b[k] if k in b else a[k] for k in a | b}
print(merge({"x": {"y": 1, "z": 2}, "k": 0}, {"x": {"y": 5}, "n": None}))
company["it"]["bob"]["tags"] += ["new"]
company["hr"].pop("cy")
company.setdefault("pr", {})["di"] = {"age": 1}
print(company)
def depth(d):
    return 1 + max(map(depth, d.values()), default=0) if isinstance(d, dict) else 0
print(depth(company), depth({}), depth({"a": {}}), sorted(company, key=lambda k: len(company[k])))
loop = {"name": "loop"}
loop["self"] = loop
print(loop, loop["self"]["self"]["name"])
