text = "the quick brown fox jumps over the lazy dog"
print(text.find("the"), text.find("the", 1), text.find("cat"), text.rfind("the"), text.find("o", 15, 20), text.find(""))
print(text.index("quick"), text.rindex("o"), text.count("o"), text.count("the"), text.count(""), "aaaa".count("aa"))
print(text.startswith("the"), text.startswith(("a", "t")), text.startswith("quick", 4), text.endswith("dog"), text.endswith(("cat", "dog")), text.endswith("lazy", 0, -4))
print("fox" in text, "cat" not in text, "" in "", "a" in "")
for method, arguments in (("index", ("cat",)), ("rindex", ("z", 0, 5)), ("startswith", (1,)), ("endswith", ([],)), ("find", (1,)), ("count", (None,))):
    try:
        print(getattr(text, method)(*arguments))
    except (ValueError, TypeError) as error:
        print(method, type(error).__name__, error)
try:
    1 in text
except TypeError as error:
    print(error)
print("banana".find("an", -4), "banana".find("an", 2, -1), "banana".rfind("an", 0, 4), "x".find("x", 5))
