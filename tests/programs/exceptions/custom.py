class AppError(Exception):
    pass
class NotFound(AppError):
    code = 404
    def __init__(self, what, *, hint=None):
        super().__init__(what)
        self.what, self.hint = what, hint
    def __str__(self):
        return f"{self.what} not found" + (f" ({self.hint})" if self.hint else "")
class Denied(AppError):
    """Not allowed."""
def find(name):
    if name == "secret":
        raise Denied
    if name == "x":
        raise NotFound("x", hint="try y")
    if name == "plain":
        raise AppError("one", 2)
    return name
for name in ("y", "x", "secret", "plain"):
    try:
        print(find(name))
    except NotFound as error:
        print(error, error.code, error.args, repr(error), error.hint)
    except AppError as error:
        print(repr(str(error)), error.args, repr(error), type(error).__doc__)
print(issubclass(NotFound, Exception), NotFound.__mro__[1].__name__, isinstance(NotFound("q"), AppError))
for error in (ValueError(), ValueError("a"), ValueError("a", 1), ValueError(None), KeyError("k"), KeyError("k", 2), OSError(2, "No such file"), StopIteration(5), SystemExit(3), KeyError()):
    print(repr(error), "|", str(error), "|", error.args)
print(StopIteration(5).value, SystemExit(3).code, SystemExit().code, OSError(2, "x").errno, AttributeError("m", name="n").name, ImportError("m", name="mod").name)
def f():
    raise [1]
for bad in (f, lambda: (_ for _ in ()).throw(5)):
    try:
        bad()
    except TypeError as error:
        print(error)
