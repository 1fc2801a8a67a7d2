from contextlib import contextmanager, closing, suppress, nullcontext
@contextmanager
def tag(name):
    print(f"<{name}>")
    try:
        yield name.upper()
    except ValueError as error:
        print("handled", error)
    finally:
        print(f"</{name}>")
with tag("a") as t, tag("b"):
    print(t)
with tag("c"):
    raise ValueError("inside")
try:
    with tag("d"):
        raise KeyError("through")
except KeyError as error:
    print("outside", error)
@tag("decorated")
def f():
    return "result"
print(f(), f())
@contextmanager
def never():
    if False:
        yield
@contextmanager
def twice():
    yield 1
    yield 2
for bad in (never, twice):
    try:
        with bad():
            print("body")
    except RuntimeError as error:
        print(error)
with suppress(ZeroDivisionError, KeyError):
    print("before")
    1 / 0
    print("never")
try:
    with suppress(KeyError):
        [][0]
except IndexError:
    print("not suppressed")
class Thing:
    def close(self):
        print("closed")
with closing(Thing()) as thing:
    print(type(thing).__name__)
with nullcontext(5) as five:
    print(five)
