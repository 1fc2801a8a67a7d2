def initials(names):
    return "".join(name[0] for name in names)
print(initials(["ada", "bob"]))
print(initials(["ada", ""]))
