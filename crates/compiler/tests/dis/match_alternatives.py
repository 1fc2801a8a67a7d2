def matched(a):
    match a:
        case [x, y] | [y, x, _]:
            return x, y
        case (1, x) | (2, x) | {"x": x}:
            return x
        case [(1 | 2), (3 | 4) as b] | [5, b]:
            return b
    match a, 1:
        case 1, 2: pass
        case x, *y: pass
    for i in a:
        match i:
            case 1: continue
            case 2: break
            case 3 if a: return i
