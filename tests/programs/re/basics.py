import re
print(re.match(r"\d+", "123abc").group(), re.match(r"\d+", "abc"), re.search(r"\d+", "abc 42 x").group(), re.fullmatch(r"[a-z]+", "abc") is not None, re.fullmatch(r"[a-z]+", "abc1"))
print(re.findall(r"\w+", "one, two three"), re.findall(r"(\w)=(\d)", "a=1 b=2"), re.findall(r"(\d+)-", "1- 22-"), re.split(r"[,;]\s*", "a, b;c"), re.split(r"(-)", "a-b-c"), re.split(r"\s", "a b c", maxsplit=1), re.sub(r"\d", "#", "a1b22"), re.sub(r"\d", "#", "a1b22", count=2))
m = re.search(r"(?P<year>\d{4})-(?P<month>\d\d)(-(\d\d))?", "on 2024-05 it was")
print(m.group(), m.group(0), m.group(1), m.group("month"), m.group(1, 2), m.groups(), m.groups("none"), m.groupdict(), m.start(), m.end(), m.span(2), m["year"], m[2], m.lastindex, m)
print(re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.sub(r"(?P<a>\w)", r"<\g<a>>", "ab"), re.sub(r"\d+", lambda m: str(int(m.group()) * 2), "1 and 20"), re.subn("a", "b", "banana"))
p = re.compile(r"([a-z]+)(\d*)", re.IGNORECASE)
print(p.findall("Ab1 cd"), p.pattern, p.groups, p.match("x9").groups(), p.search("  q"), [m.span() for m in p.finditer("a1 b2")], p.sub("_", "a1-b2"), p.match("--a", 2).group())
print(re.escape("a.b*c"), re.findall(r"^\w", "ab\ncd", re.M), re.findall(r"a.c", "a\nc abc", re.S), re.findall(r"(?i)AB", "ab AB"), re.findall(r"a  b # comment", "ab", re.X), re.search("x", "abc"), bool(re.match("", "")))
