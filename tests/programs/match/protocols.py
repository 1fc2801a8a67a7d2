def handle(message):
    match message:
        case {"type": "move", "dx": int() | float() as dx, "dy": int() | float() as dy}:
            return f"move by {dx},{dy}"
        case {"type": "say", "text": str(text), "to": [*people]} if people:
            return f"{text!r} to {len(people)}"
        case {"type": "say", "text": text}:
            return f"{text!r} to all"
        case {"type": ("join" | "leave") as kind, **rest} if not rest:
            return f"bare {kind}"
        case {"type": ("join" | "leave") as kind, "name": name}:
            return f"{name} {kind}s"
        case [{"type": _}, *_] as batch:
            return [handle(m) for m in batch]
        case ["error", int(code), *details] if 400 <= code < 500:
            return f"client error {code} {details}"
        case ["error", code, *_]:
            return f"error {code}"
        case str() | bytes() as raw:
            return f"raw {raw!r}"
        case (x, y, z) | [[x, y], z]:
            return f"three {x} {y} {z}"
        case float(x) if x != x:
            return "not a number"
        case bool(b):
            return f"bool {b}"
        case int(n) if n in range(10):
            return f"digit {n}"
        case set() | frozenset():
            return "some set"
        case None | ():
            return "nothing"
        case other:
            return f"unknown {type(other).__name__}"
for m in ({"type": "move", "dx": 1, "dy": 2.5}, {"type": "move", "dx": "1", "dy": 2}, {"type": "say", "text": "hi", "to": ["a", "b"]}, {"type": "say", "text": "hi", "to": []}, {"type": "join"}, {"type": "leave", "name": "ann"}, [{"type": "join"}, {"type": "say", "text": 5}],
          ["error", 404, "x", "y"], ["error", 500], ["error", "bad"], "text", b"\0", (1, 2, 3), [[1, 2], 3], float("nan"), True, 7, 70, {1}, None, (), {}, 2.5, object):
    print(handle(m))
