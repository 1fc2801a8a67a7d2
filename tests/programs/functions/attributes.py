def area(width: int, height: int = 2, *, scale: "float" = 1.0) -> float:
    """Width times height."""
    return width * height * scale
area.calls = 0
area.calls += 1
print(area.__name__, area.__doc__, area.calls, area.__qualname__, area.__module__, area.__annotations__)
print(callable(area), type(area).__name__, area.__defaults__, area.__kwdefaults__, area.__code__.co_argcount, area.__code__.co_varnames)
def no_doc():
    pass
print(no_doc.__doc__, no_doc(), no_doc.__dict__, area.__dict__)
def outer():
    def inner():
        "inner text"
    return inner
print(outer().__qualname__, outer().__doc__, (lambda: 0).__name__)
class C:
    def method(self):
        return self
    @staticmethod
    def static():
        return "static"
print(C.method.__qualname__, C().method.__name__, C.static.__qualname__, C().method.__self__.__class__.__name__, C().method.__func__ is C.method)
area.__name__ = "renamed"
area.__doc__ += " Times scale."
print(area.__name__, area.__doc__)
for missing in ("nothing", "calls"):
    try:
        print(getattr(no_doc, missing))
    except AttributeError as error:
        print(error)
