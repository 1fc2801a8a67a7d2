class Answer:
    def __init__(self, truth):
        self.truth = truth

    def __bool__(self):
        return self.truth


class Size:
    def __len__(self):
        return 0


class Number(int):
    def __lt__(self, other):
        return Answer(False)

    def __gt__(self, other):
        return Answer(True)

    def __eq__(self, other):
        return Size()


class Odd:
    def __lt__(self, other):
        return Answer(None)


for x in (Number(1), Number(7)):
    print("less" if x < 5 else "not less", "more" if x > 5 else "not more", "equal" if x == 1 else "not equal")
    while x < 0:
        print("never")
        break
    print(not x < 0, bool(x > 0 and x < 0), [y for y in (1, 2) if x > y])
try:
    if Odd() < 1:
        print("never")
except TypeError as error:
    print(error)
