print(["  x ".strip(), "  x ".lstrip(), "  x ".rstrip(), "xxaxx".strip("x"), "abcba".strip("ab"), "\t\n a \r".strip(), "".strip()])
print("www.example.com".strip("cmowz."), "mississippi".rstrip("ipz"), "001200".lstrip("0"), "abc".strip(""))
print("TestCase".removeprefix("Test"), "TestCase".removesuffix("Case"), "TestCase".removeprefix("case"), "a".removesuffix(""))
print("a-b-c".replace("-", "+"), "aaa".replace("a", "b", 2), "abc".replace("", "."), "abc".replace("x", "y"), "aaaa".replace("aa", "a"), "abc".replace("b", "", count=1))
print("7".zfill(3), "-7".zfill(4), "+1.5".zfill(6), "abc".zfill(2), "".zfill(2))
print(["ab".center(7, "*"), "abc".center(6), "x".ljust(4, "."), "x".rjust(4), "abc".center(2)])
print("a\tb\tcd\te".expandtabs(4), "01\t012\t0123".expandtabs(), "\t".expandtabs(2) + "|")
try:
    "x".center(5, "ab")
except TypeError as error:
    print(error)
try:
    "x".strip(1)
except TypeError as error:
    print(error)
