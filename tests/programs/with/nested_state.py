class Level:
    stack = []
    def __init__(self, name, fail=None):
        self.name, self.fail = name, fail
    def __enter__(self):
        if self.fail == "enter":
            raise RuntimeError(f"{self.name} cannot open")
        Level.stack.append(self.name)
        return len(Level.stack)
    def __exit__(self, kind, error, trace):
        Level.stack.remove(self.name)
        if self.fail == "exit":
            raise RuntimeError(f"{self.name} cannot close")
        return self.fail == "swallow"
def attempt(*levels):
    try:
        match levels:
            case [a]:
                with a as n:
                    print("inside", n, Level.stack, end=" ")
                    raise ValueError("body")
            case [a, b]:
                with a as n, b as m:
                    print("inside", n, m, Level.stack, end=" ")
                    raise ValueError("body")
            case [a, b, c]:
                with a, b, c as n:
                    print("inside", n, Level.stack, end=" ")
        print("went on", Level.stack)
    except Exception as error:
        print(type(error).__name__, error, "| context:", repr(error.__context__), Level.stack)
attempt(Level("a"))
attempt(Level("a", "swallow"))
attempt(Level("a"), Level("b", "swallow"))
attempt(Level("a", "swallow"), Level("b"))
attempt(Level("a"), Level("b", "enter"))
attempt(Level("a", "swallow"), Level("b", "enter"))
attempt(Level("a"), Level("b", "exit"))
attempt(Level("a", "exit"), Level("b", "exit"))
attempt(Level("a"), Level("b"), Level("c"))
attempt(Level("a"), Level("b"), Level("c", "exit"))
def loop():
    for i in range(3):
        with Level(f"l{i}") as depth:
            if i == 1:
                return i, depth, list(Level.stack)
print(loop(), Level.stack)
with Level("x") as (n) , Level("y"):
    print(n, Level.stack)
