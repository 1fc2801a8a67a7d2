user = {"name": "ann"}
print(user["name"])
print(user.name)
