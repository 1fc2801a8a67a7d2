class Comparable:
    def __eq__(self, other):
        return self.key() == other.key()
    def __lt__(self, other):
        return self.key() < other.key()
    def __hash__(self):
        return hash(self.key())
class Printable:
    def __repr__(self):
        fields = ", ".join(f"{k}={v!r}" for k, v in sorted(vars(self).items()))
        return f"{type(self).__name__}({fields})"
class Serial:
    def dump(self):
        return {"type": type(self).__name__, **vars(self)}
class Book(Comparable, Printable, Serial):
    def __init__(self, title, year):
        self.title, self.year = title, year
    def key(self):
        return self.year, self.title
books = [Book("b", 2001), Book("a", 1999), Book("c", 1999)]
print(sorted(books), min(books), Book("a", 1) == Book("a", 1), len({Book("x", 1), Book("x", 1)}), books[0].dump())
print([c.__name__ for c in Book.__mro__])
class Chain:
    steps = ()
    def run(self):
        return [type(self).__name__, *self.steps]
class First(Chain):
    def run(self):
        return ["first", *super().run()]
class Second(Chain):
    def run(self):
        return ["second", *super().run()]
class Both(First, Second):
    steps = ("x",)
class Reverse(Second, First):
    pass
print(Both().run(), Reverse().run())
