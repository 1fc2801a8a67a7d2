people = [("ann", 31, 1234.5), ("bob", 4, 99.999), ("charlotte", 101, 0)]
line = "{:<10} {:>4d} {:>12,.2f} {:>8.1%}"
total = sum(p[2] for p in people)
print("{:<10} {:>4} {:>12} {:>8}".format("name", "age", "money", "share"))
print("{:=<37}".format(""))
for name, age, money in people:
    print(line.format(name.title(), age, money, money / total))
print("{:->37}".format("end"))
widths = [max(len(str(p[i])) for p in people) for i in range(3)]
for p in people:
    print(" | ".join("{:{w}}".format(v, w=w) for v, w in zip(p, widths)))
template = "Dear {who[name]}, you owe {who[owes]:.2f} since {years} year{s}."
for who, years in (({"name": "Ann", "owes": 5}, 1), ({"name": "Bob", "owes": 2.5}, 3)):
    print(template.format(who=who, years=years, s="" if years == 1 else "s"))
print(*("{:08b} {:3o} {:2X} {!r}".format(n, n, n, chr(n)) for n in (65, 97, 48)), sep="\n")
