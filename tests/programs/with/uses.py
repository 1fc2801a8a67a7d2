class Indent:
    level = 0
    def __enter__(self):
        Indent.level += 1
        return self
    def __exit__(self, *args):
        Indent.level -= 1
    def print(self, text):
        print("  " * self.level + text)
with Indent() as i:
    i.print("one")
    with i:
        i.print("two")
        with i:
            i.print("three")
    i.print("one again")
print(Indent.level)
class Transaction:
    def __init__(self, data):
        self.data = data
    def __enter__(self):
        self.backup = dict(self.data)
        return self.data
    def __exit__(self, kind, *_):
        if kind is not None:
            self.data.clear()
            self.data.update(self.backup)
            print("rolled back after", kind.__name__)
        return kind is ValueError
bank = {"a": 100, "b": 0}
def move(amount):
    with Transaction(bank) as b:
        b["a"] -= amount
        if b["a"] < 0:
            raise ValueError("too much")
        b["b"] += amount
        return True
print(move(30), bank, move(500), bank)
def numbers():
    with Indent():
        for n in range(3):
            yield n, Indent.level
print(list(numbers()), Indent.level)
g = numbers()
next(g)
print(Indent.level)
g.close()
print(Indent.level)
