import json
document = """
{
  "title": "Locks",
  "parts": [
    {"name": "GIL", "since": 1992, "ratio": 0.98, "tags": ["global", "lock"]},
    {"name": "biased", "since": 2023, "ratio": 1.0e0, "tags": []},
    {"name": "none", "since": null, "ratio": -2.5E-3, "tags": ["free\\tthreaded", "\\u00e9\\u20ac"]}
  ],
  "draft": false
}
"""
data = json.loads(document)
print(data["title"], len(data["parts"]), data["draft"], [p["ratio"] for p in data["parts"]], data["parts"][2]["tags"])
for part in data["parts"]:
    since = part.get("since") or "unknown"
    print(f"{part['name']:<8}{since!s:>8} {', '.join(part['tags']) or '-'}")
data["parts"].sort(key=lambda p: p["name"])
data["parts"][0].update(ratio=0.5, extra={"deep": [1, [2, [3]]]})
del data["draft"]
print(json.dumps(data, indent=2, sort_keys=True))
print(json.dumps(data, separators=(",", ":"), ensure_ascii=False))
class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, set):
            return sorted(o)
        if hasattr(o, "to_json"):
            return o.to_json()
        return super().default(o)
class Point:
    def to_json(self):
        return {"point": [1, 2]}
print(json.dumps({"set": {3, 1, 2}, "p": Point(), "t": (1,)}, cls=Encoder))
try:
    json.dumps({"x": object}, cls=Encoder)
except TypeError as error:
    print(error)
print(json.dumps([True, None, 1e5, 12345678901234567890, "\u2028/"]), json.dumps({"b": 1, "a": {"d": 1, "c": 2}}, sort_keys=True, indent=1), json.dumps({}), json.dumps([], indent=2), json.dumps([[]], indent=2))
