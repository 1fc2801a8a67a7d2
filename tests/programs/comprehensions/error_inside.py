rows = [{"name": "ann", "age": 30}, {"name": "bob"}]
def ages(rows):
    return [row["age"] + 1 for row in rows if row["name"]]
print(ages(rows[:1]))
print(ages(rows))
