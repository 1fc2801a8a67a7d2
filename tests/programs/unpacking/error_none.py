def find(key, table):
    for name, value in table:
        if name == key:
            return name, value
name, value = find("b", [("a", 1), ("b", 2)])
print(name, value)
name, value = find("z", [("a", 1)])
