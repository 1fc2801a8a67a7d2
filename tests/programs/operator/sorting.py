from operator import itemgetter, attrgetter, methodcaller, mul, add, neg, concat
from functools import reduce
from itertools import groupby
rows = [("b", 2, 9.5), ("a", 2, 7.0), ("c", 1, 9.5), ("a", 1, 8.0)]
print(sorted(rows), sorted(rows, key=itemgetter(1)), sorted(rows, key=itemgetter(1, 0)), sorted(rows, key=itemgetter(2), reverse=True), min(rows, key=itemgetter(2)), sorted(rows, key=lambda r: (-r[1], r[0])), sep="\n")
for key, group in groupby(sorted(rows, key=itemgetter(0)), key=itemgetter(0)):
    print(key, [r[1:] for r in group])
class Book:
    def __init__(self, title, author, year):
        self.title, self.author, self.year = title, author, year
    def age(self, now):
        return now - self.year
    def __repr__(self):
        return self.title
books = [Book("Z", "ann", 2001), Book("Y", "bob", 1999), Book("X", "ann", 1999)]
print(sorted(books, key=attrgetter("year")), sorted(books, key=attrgetter("author", "year")), max(books, key=methodcaller("age", 2024)), [*map(methodcaller("age", now=2020), books)], sorted(books, key=attrgetter("title")))
print(reduce(mul, range(1, 7)), reduce(concat, ["a", "b"]), list(map(neg, [1, -2])), list(map(add, [1, 2], [3, 4])), dict(sorted({"x": 3, "y": 1}.items(), key=itemgetter(1))), [*map(itemgetter("k"), [{"k": 1}, {"k": 2}])], itemgetter(-1)([5, 6]), itemgetter(slice(None, None, 2))("abcde"))
