def matched(a):
    match a:
        case {}:
            return 0
        case {"k": 1}:
            return 1
        case {"k": x, 2: [y, z]}:
            return x, y, z
        case {"k": _, **rest}:
            return rest
        case {**rest}:
            return rest
        case {Name.key: x}:
            return x
