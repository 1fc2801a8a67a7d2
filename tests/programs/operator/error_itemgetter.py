from operator import itemgetter
rows = [("ann", 31), ("bob",)]
print(sorted(rows[:1], key=itemgetter(1)))
print(sorted(rows, key=itemgetter(1)))
