class Missing(Exception):
    pass
def get(table, key):
    try:
        return table[key]
    except KeyError:
        raise Missing(key) from None
print(get({"a": 1}, "a"))
print(get({"a": 1}, "b"))
