def size(x):
    match x:
        case [a, b] if a / b > 1:
            return "big"
        case _:
            return "small"
print(size([5, 2]), size([1, 2]))
print(size([5, 0]))
