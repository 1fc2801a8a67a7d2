import json
values = [None, True, False, 0, -5, 10 ** 20, 1.5, 1e100, -0.0, 1.0, "text", "quote \" backslash \\ newline \n tab \t", "é日😀\x01\x7f", [], {}, [1, [2, []]], {"a": {"b": [None]}}, (1, 2), {1: "int key", None: 0, True: 1, 2.5: "f"}]
for value in values:
    print(json.dumps(value))
data = {"name": "ann", "tags": ["x", "y"], "empty": [], "nested": {"z": 1, "a": {}}}
print(json.dumps(data, indent=2), json.dumps(data, sort_keys=True), json.dumps(data, separators=(",", ":")), json.dumps([1, 2], indent=0), json.dumps("é", ensure_ascii=False), json.dumps({"a": [1]}, indent="\t"), sep="\n")
print(json.dumps([float("inf"), float("nan"), -float("inf")]))
class Point:
    def __init__(self, x):
        self.x = x
print(json.dumps({"p": Point(5)}, default=lambda o: o.__dict__), json.dumps({(1, 2): 1, "k": 2}, skipkeys=True))
loop = []
loop.append(loop)
for bad in (lambda: json.dumps(Point(1)), lambda: json.dumps({1, 2}), lambda: json.dumps({(1,): 2}), lambda: json.dumps(b"x"), lambda: json.dumps(loop), lambda: json.dumps(float("nan"), allow_nan=False)):
    try:
        print(bad())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
