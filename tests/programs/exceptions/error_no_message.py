class Empty(Exception):
    pass
def pick(items):
    if not items:
        raise Empty
    return items[0]
print(pick([1]))
print(pick([]))
