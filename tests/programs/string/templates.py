from string import Template
t = Template("$name has ${count} ${item}s for $$5")
print(t.substitute(name="ann", count=3, item="pen"), t.substitute({"name": "bob", "count": 1}, item="cup"), t.safe_substitute(name="cy"), t.template)
for bad, values in (("$missing", {}), ("$ alone", {}), ("${open", {"open": 1}), ("$5", {})):
    try:
        print(Template(bad).substitute(values))
    except (KeyError, ValueError) as error:
        print(type(error).__name__, error)
print(Template("$a$b-$a").substitute(a=1, b=None), Template("no marks").substitute(), Template("$x and $y").safe_substitute({"x": 1}))
letter = Template("""Dear $who,
  you owe $$${amount}.""")
for who, amount in (("Ann", 5), ("Bob", 2.5)):
    print(letter.substitute(who=who, amount=amount))
