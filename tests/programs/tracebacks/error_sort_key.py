people = [{"name": "ann", "age": 31}, {"name": "bob"}]
def age(person):
    return person["age"]
print(sorted(people[:1], key=age))
print(sorted(people, key=age))
