def find(items, wanted):
    for item in items:
        if item == wanted:
            return item
print(find(["a", "b"], "a").upper())
print(find(["a", "b"], "c").upper())
