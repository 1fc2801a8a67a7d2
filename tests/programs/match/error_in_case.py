def area(shape):
    match shape:
        case {"kind": "square", "side": side}:
            return side ** 2
        case {"kind": "circle", "radius": r}:
            return r * r * pi
print(area({"kind": "square", "side": 3}))
print(area({"kind": "circle", "radius": 3}))
