parts = []
for i in range(10):
    parts.append(str(i * i))
print("".join(parts), len("".join(parts)))
s = ""
for i in range(200):
    s += chr(ord("a") + i % 26)
print(len(s), s[:30], s.count("a"), s[-1])
t = s
t += "!"
print(len(s), len(t), s is not t)
def rle(text):
    out, i = "", 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        out += f"{j - i}{text[i]}"
        i = j
    return out
print(rle("aaabccddddd"), rle(""), rle("x"))
def is_palindrome(text):
    letters = [c.lower() for c in text if c.isalnum()]
    return letters == letters[::-1]
print([is_palindrome(t) for t in ("A man, a plan, a canal: Panama", "not one", "")])
print(str(1) + str(2.5) + str(None) + str(True) + str([1, "a"]) + str((1,)) + str({}) + str(b"x"))
print(str(b"caf\xc3\xa9", "utf-8"), str(object=5), str(), repr(str("x")))
