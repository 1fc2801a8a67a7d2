groups = set()
groups.add(("a", 1))
groups.add({"b": 2})
