def first(items):
    return next(x for x in items if x > 10)
print(first([5, 50]))
print(first([5, 6]))
