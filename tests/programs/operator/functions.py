import operator as op
print(op.add(1, 2), op.sub(5, 3), op.mul("a", 3), op.truediv(7, 2), op.floordiv(7, 2), op.mod(7, 3), op.pow(2, 8), op.neg(5), op.pos(-5), op.abs(-3), op.invert(5), op.lshift(1, 4), op.rshift(16, 2), op.and_(6, 3), op.or_(6, 3), op.xor(6, 3))
print(op.lt(1, 2), op.le(2, 2), op.eq(1, 1.0), op.ne(1, 2), op.ge(1, 2), op.gt(3, 2), op.not_(0), op.truth([]), op.is_(None, None), op.is_not(1, None), op.contains([1, 2], 2), op.countOf("banana", "a"), op.indexOf([5, 6], 6), op.concat([1], [2]), op.index(True))
rows = [{"n": "b", "v": 2}, {"n": "a", "v": 3}, {"n": "c", "v": 1}]
print(sorted(rows, key=op.itemgetter("v")), op.itemgetter(0, 2)("abc"), op.itemgetter(slice(1, 3))("abcd"), max(rows, key=op.itemgetter("n")), [*map(op.itemgetter(1), [(1, 2), (3, 4)])])
class P:
    def __init__(self, name, at):
        self.name, self.at = name, at
    def hello(self, *args, **kwargs):
        return self.name, args, kwargs
ps = [P("z", 0.0), P("y", 5.0)]
print(op.attrgetter("name")(ps[0]), op.attrgetter("name", "at")(ps[1]), op.attrgetter("at.real")(ps[1]), [p.name for p in sorted(ps, key=op.attrgetter("name"))], op.methodcaller("upper")("abc"), op.methodcaller("hello", 1, k=2)(ps[0]))
items = [1, 2, 3]
op.setitem(items, 0, "new")
op.delitem(items, 1)
print(items, op.getitem(items, 1), op.iadd(items, [9]), items, op.length_hint([1, 2]), op.call(max, 1, 5))
import functools
print(functools.reduce(op.mul, range(1, 6)), list(map(op.add, [1, 2], [10, 20])), {s: f(6, 3) for s, f in {"+": op.add, "-": op.sub, "/": op.truediv}.items()})
for bad in (lambda: op.itemgetter(5)([1]), lambda: op.attrgetter("nothing")(1), lambda: op.add(1, "a"), lambda: op.itemgetter(), lambda: op.indexOf([1], 2)):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
