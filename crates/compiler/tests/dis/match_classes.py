def matched(a):
    match a:
        case int():
            return 0
        case Point(0, 0):
            return 1
        case Point(x, y=0):
            return x
        case Point(x=x, y=y) if x == y:
            return 2
        case module.Point(_, [a, b]):
            return a, b
        case str(text) | bytes(text):
            return text
        case Line(Point(x1, y1), Point(x2, y2)):
            return x1, y1, x2, y2
