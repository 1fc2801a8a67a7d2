text = "The quick brown fox jumps over the lazy dog"
def pangram(s):
    return set("abcdefghijklmnopqrstuvwxyz") <= set(s.lower())
def anagrams(words):
    groups = {}
    for word in words:
        groups.setdefault("".join(sorted(word)), []).append(word)
    return [group for group in groups.values() if len(group) > 1]
def pig(word):
    return word + "way" if word[0] in "aeiou" else word[1:] + word[0] + "ay"
def roman(n):
    out = ""
    for value, digits in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        out += digits * (n // value)
        n %= value
    return out
def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]
print(pangram(text), pangram("hello"), anagrams("listen silent enlist google elgoog abc".split()), " ".join(map(pig, text.lower().split())))
print([roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2024)], distance("kitten", "sitting"), distance("", "abc"), distance("same", "same"))
print(text.title().swapcase(), text[::-1], max(text.split(), key=len), sorted(text.split(), key=str.lower)[:3], sum(c in "aeiou" for c in text))
print("".join(c * 2 if c.isupper() else c for c in text), text.translate({ord(c): None for c in "aeiou"}), "-".join(text.split()[::2]))
vowels = {v: text.lower().count(v) for v in "aeiou"}
print(vowels, "".join(chr(ord(c) + 1) if c.isalpha() else "_" for c in "HAL 9000"), " ".join(f"{ord(c):08b}" for c in "Hi"))
def compress(s):
    out, last, run = [], "", 0
    for c in s + "\0":
        if c == last:
            run += 1
        else:
            out.append(last + (str(run) if run > 1 else ""))
            last, run = c, 1
    return "".join(out)
print(compress("aaabbc"), compress("abc"), compress(""))
