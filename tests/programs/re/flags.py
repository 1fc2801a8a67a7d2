import re

print(re.I | re.M, repr(re.RegexFlag(0)), re.A, list(re.RegexFlag))
print(re.compile("a", re.I | re.X), re.compile("a").flags, re.compile("(?im)a").flags)
for pattern in ["(?(1)a|b)", "(?(2)a|b)(c)", "(?<=(a)(?(1)b|c))", r"(?<=(a)\1)", "(?(0)a|b)"]:
    try:
        re.compile(pattern)
    except re.error as error:
        print(pattern, error)
