import string
print(string.ascii_lowercase, string.ascii_uppercase, string.ascii_letters, string.digits, string.hexdigits, string.octdigits, string.punctuation, repr(string.whitespace), len(string.printable))
print(string.capwords("hello  big world"), string.capwords("a-b-c", "-"))
def is_password(text):
    return len(text) >= 6 and any(c in string.digits for c in text) and any(c in string.punctuation for c in text)
print([is_password(t) for t in ("abc", "abc123!", "abcdefg")])
print("".join(c for c in "Hello, World 42!" if c in string.ascii_letters), {c: string.ascii_lowercase.index(c) for c in "az"})
def rot13(text):
    table = str.maketrans(string.ascii_letters, string.ascii_lowercase[13:] + string.ascii_lowercase[:13] + string.ascii_uppercase[13:] + string.ascii_uppercase[:13])
    return text.translate(table)
print(rot13("The GIL"), rot13(rot13("The GIL")))
print(sum(text.count(v) for text in ("education",) for v in "aeiou"), string.ascii_letters.find("A"), set(string.hexdigits.lower()) >= set("abcdef"))
