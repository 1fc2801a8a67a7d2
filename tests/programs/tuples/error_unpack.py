def read(rows):
    for key, value in rows:
        print(key, "=", value)
read([("a", 1), ("b", 2), ("c", 3, 4)])
