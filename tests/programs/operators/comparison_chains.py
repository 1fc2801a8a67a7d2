def show(x):
    print("show", x, end="; ")
    return x
print(1 < show(2) < 3)
print(3 < show(2) < show(99))
print(1 < show(5) > show(2) != 7 == 7)
a = b = [1]
print(a == b is not None, a is b == b, 1 < 2 in [2, 3], not 1 < 2 < 0, "a" < "b" < "c" <= "c")
print(0 < 1 == True, (0 < 1) == True, 2 == 2 > 1, 5 > 3 > 1 > 0 > -1 > -2, None is None is None)
for x in (-5, 0, 7, 15):
    print(x, 0 <= x < 10, not 0 <= x < 10, -10 < x < 0 or x > 10)
print([] is not [], () == (), "x" in "xyz" in ["xyz"], 1 in [1] == True, (1 in [1]) == True)
class Odd:
    def __lt__(self, other):
        return "less"
    def __gt__(self, other):
        return []
    def __eq__(self, other):
        return 5
print(Odd() < 1, Odd() > 1, Odd() == 1, Odd() != 1, Odd() < 1 < 2, 1 < Odd())
for pair in ((1, "a"), (None, 0), ([], ()), ({}, {}), ("a", b"a")):
    try:
        print(pair[0] < pair[1])
    except TypeError as error:
        print(error)
