class Node:
    def accept(self, visitor):
        for cls in type(self).__mro__:
            method = getattr(visitor, "visit_" + cls.__name__.lower(), None)
            if method:
                return method(self)
        raise TypeError(f"no visit for {type(self).__name__}")
class Number(Node):
    def __init__(self, value):
        self.value = value
class Binary(Node):
    symbol = "?"
    def __init__(self, left, right):
        self.left, self.right = left, right
class Add(Binary):
    symbol = "+"
class Mul(Binary):
    symbol = "*"
class Sub(Add):
    symbol = "-"
class Printer:
    def visit_number(self, n):
        return str(n.value)
    def visit_binary(self, n):
        return f"({n.left.accept(self)} {n.symbol} {n.right.accept(self)})"
class Evaluator:
    def visit_number(self, n):
        return n.value
    def visit_add(self, n):
        return n.left.accept(self) + n.right.accept(self)
    def visit_sub(self, n):
        return n.left.accept(self) - n.right.accept(self)
    def visit_mul(self, n):
        return n.left.accept(self) * n.right.accept(self)
class Counter(Printer):
    def __init__(self):
        self.seen = {}
    def visit_binary(self, n):
        self.seen[n.symbol] = self.seen.get(n.symbol, 0) + 1
        return super().visit_binary(n)
tree = Add(Mul(Number(2), Number(3)), Sub(Number(10), Mul(Number(1), Number(4))))
counter = Counter()
print(tree.accept(Printer()), tree.accept(Evaluator()), tree.accept(counter) == tree.accept(Printer()), counter.seen)
class Only:
    def visit_number(self, n):
        return n
try:
    tree.accept(Only())
except TypeError as error:
    print(error)
print([c.__name__ for c in Sub.__mro__], issubclass(Sub, Binary), Sub.symbol, Binary.symbol)
class Plugin:
    known = []
    def __init_subclass__(cls, **options):
        super().__init_subclass__()
        Plugin.known.append((cls.__name__, options))
class A(Plugin): pass
class B(A, level=2): pass
print(Plugin.known)
