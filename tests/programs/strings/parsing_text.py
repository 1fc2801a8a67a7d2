ini = """
# settings
[server]
host = localhost
port=8080
debug = true

[paths]
root = /srv/data
broken line
"""
def parse(text):
    result, section, errors = {}, None, []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.split("#", 1)[0].strip()
        if not line:
            continue
        if line.startswith("[") and line.endswith("]"):
            section = result.setdefault(line[1:-1], {})
        elif "=" in line:
            key, _, value = (part.strip() for part in line.partition("="))
            section[key] = {"true": True, "false": False}.get(value, int(value) if value.isdigit() else value)
        else:
            errors.append((number, line))
    return result, errors
print(*parse(ini), sep="\n")
csv = 'name,age,city\nann,31,"Bonn, Germany"\nbob,,""\n"x ""quoted""",5,z'
def fields(line):
    out, field, quoted, i = [], "", False, 0
    while i < len(line):
        c = line[i]
        if quoted and line[i:i + 2] == '""':
            field += '"'
            i += 1
        elif c == '"':
            quoted = not quoted
        elif c == "," and not quoted:
            out.append(field)
            field = ""
        else:
            field += c
        i += 1
    return out + [field]
header, *rows = [fields(line) for line in csv.split("\n")]
for row in rows:
    print(dict(zip(header, row)))
def balanced(text):
    pairs, stack = {")": "(", "]": "[", "}": "{"}, []
    for c in text:
        if c in pairs.values():
            stack.append(c)
        elif c in pairs and (not stack or stack.pop() != pairs[c]):
            return False
    return not stack
print([balanced(t) for t in ("([]{})", "([)]", "((", "", "a(b)c]")])
query = dict(part.split("=") for part in "a=1&b=two&c=".split("&"))
print(query, "&".join(f"{k}={v}" for k, v in sorted(query.items(), reverse=True)))
