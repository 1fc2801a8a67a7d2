cache = {}
def lookup(key):
    if key not in cache:
        cache[key] = len(key)
    return cache[key]
print(lookup("abc"), lookup((1, 2)))
print(lookup([1, 2]))
