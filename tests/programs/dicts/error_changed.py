users = {"ann": True, "bob": False, "cy": True}
for name in users:
    if not users[name]:
        del users[name]
print("not reached")
