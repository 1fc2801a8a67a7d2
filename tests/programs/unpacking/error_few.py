def parse(line):
    name, age, city = line.split(",")
    return name, int(age), city
print(parse("ann,30,bonn"))
print(parse("bob,25"))
