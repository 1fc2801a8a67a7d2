def matched(a):
    match a:
        case 1:
            x = 1
        case -2 | 3.5 | "s" | b"b":
            x = 2
        case None | True | False:
            x = 3
        case Name.attribute:
            x = 4
        case other:
            x = other
    match a:
        case 1: return 1
        case _: return 2
    match a:
        case _: x = 5
