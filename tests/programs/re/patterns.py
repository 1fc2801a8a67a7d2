import re
tests = {
    r"^[\w.+-]+@[\w-]+\.[\w.]+$": ["ann@example.org", "a.b+c@d-e.co.uk", "no at", "@x.y"],
    r"^\d{3}-\d{4}$": ["555-1234", "5555-123", "555-12345"],
    r"^(?:#)?[0-9a-fA-F]{6}$": ["#ff00AA", "123456", "#12345g"],
    r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$": ["1", "-2.5", "3e10", "1.", "e5"],
    r"^(a|b)*c$": ["c", "ababc", "abd"],
    r"\bcat\b": ["a cat sat", "concatenate", "cat"],
    r"a{2,3}": ["a", "aa", "aaaa"],
    r"^[^aeiou]+$": ["rhythm", "word"],
    r"x*?y": ["xxy", "y", "x"],
}
for pattern, texts in tests.items():
    for text in texts:
        m = re.search(pattern, text)
        print(pattern, repr(text), m.span() if m else None, m.groups() if m else "")
print(re.findall(r"<.+?>", "<a><b>"), re.findall(r"<.+>", "<a><b>"), re.findall(r"\S+|\s", "a b"), re.findall(r"[\[\]]", "a[0]"), re.findall("é+", "caféé"), re.findall(r"\d", "1a2"), re.findall(r"[^\W\d_]+", "ab1_c"))
def tokens(text):
    spec = [("NUM", r"\d+(?:\.\d+)?"), ("NAME", r"[A-Za-z_]\w*"), ("OP", r"[-+*/()=]"), ("SKIP", r"\s+"), ("BAD", r".")]
    pattern = "|".join(f"(?P<{name}>{part})" for name, part in spec)
    return [(m.lastgroup, m.group()) for m in re.finditer(pattern, text) if m.lastgroup != "SKIP"]
print(tokens("x1 = 3.14 * (y + 2) ?"))
