def tokenize(text):
    return text.replace("(", " ( ").replace(")", " ) ").split()
def parse(tokens):
    token = tokens.pop(0)
    if token == "(":
        out = []
        while tokens[0] != ")":
            out.append(parse(tokens))
        tokens.pop(0)
        return out
    try:
        return int(token)
    except ValueError:
        return token
class Scope(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__(zip(names, values))
        self.outer = outer
    def find(self, name):
        return self if name in self else self.outer.find(name) if self.outer else {}
def evaluate(x, scope):
    match x:
        case int():
            return x
        case str():
            found = scope.find(x)
            if x not in found:
                raise NameError(f"no {x}")
            return found[x]
        case ["define", name, value]:
            scope[name] = evaluate(value, scope)
        case ["if", test, yes, no]:
            return evaluate(yes if evaluate(test, scope) else no, scope)
        case ["lambda", names, body]:
            return lambda *values: evaluate(body, Scope(names, values, scope))
        case [function, *arguments]:
            return evaluate(function, scope)(*(evaluate(a, scope) for a in arguments))
top = Scope()
top.update({"+": lambda *a: sum(a), "-": lambda a, b: a - b, "*": lambda a, b: a * b, "<": lambda a, b: a < b, "list": lambda *a: list(a)})
for line in ("(define fact (lambda (n) (if (< n 2) 1 (* n (fact (- n 1))))))", "(fact 20)", "(define fib (lambda (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))))", "(list (fib 10) (fib 5))", "((lambda (x y) (+ x (* y 2))) 3 4)", "(missing 1)"):
    try:
        print(evaluate(parse(tokenize(line)), top))
    except NameError as error:
        print("error:", error)
