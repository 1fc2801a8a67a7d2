def t(x):
    print("t", end="")
    return x
print(t(0) or t("x"), t(1) and t(""), t([]) or t({}) or t(None), t(1) or t(2), t(0) and t(2))
print(not 0, not "a", not not [], not None, (not 1) == False, not 1 == 2)
print(1 and 2 or 3, 0 and 2 or 3, 1 or 2 and 0, (1 or 2) and 0, None or "default", "" and 1)
falsy = [0, 0.0, "", [], (), {}, set(), None, False, b"", range(0), frozenset()]
print([bool(x) for x in falsy], all(not x for x in falsy), any(falsy))
class Empty:
    def __len__(self):
        return 0
class Never:
    def __bool__(self):
        return False
    def __len__(self):
        return 5
class Plain:
    pass
print(bool(Empty()), bool(Never()), bool(Plain()), "yes" if Empty() else "no", Empty() or "empty")
for a in (False, True):
    for b in (False, True):
        print(int(a and b), int(a or b), int(a ^ b), int(not a), int(a == b), int(a <= b), end=" | ")
print()
class Bad:
    def __bool__(self):
        return 1
try:
    if Bad():
        pass
except TypeError as error:
    print(error)
print("big" if 5 > 3 else "small", 1 if [] else 2 if () else 3, [x if x % 2 else -x for x in range(5)])
