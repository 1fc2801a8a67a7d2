def matched(a):
    match a:
        case []:
            return 0
        case [1, 2]:
            return 1
        case [x]:
            return x
        case (x, y, *rest):
            return rest
        case [first, *_, last]:
            return first, last
        case [_, _]:
            return 2
        case [*_]:
            return 3
        case [*all]:
            return all
        case [[x, y], [z, _]] if x > z:
            return y
        case [1 | 2 as n, (3 | 4) as m]:
            return n, m
