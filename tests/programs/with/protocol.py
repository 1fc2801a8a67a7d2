class NoExit:
    def __enter__(self):
        return self
class NoEnter:
    def __exit__(self, *args):
        pass
for bad in (NoExit(), NoEnter(), 5, None):
    try:
        with bad:
            print("never")
    except TypeError as error:
        print(error)
class FailsEnter:
    def __enter__(self):
        raise RuntimeError("enter failed")
    def __exit__(self, *args):
        print("not called")
class FailsExit:
    def __enter__(self):
        return 1
    def __exit__(self, *args):
        raise RuntimeError("exit failed")
try:
    with FailsEnter():
        print("never")
except RuntimeError as error:
    print(error)
try:
    with FailsExit():
        raise ValueError("body")
except RuntimeError as error:
    print(error, repr(error.__context__))
class Truthy:
    def __enter__(self):
        return (1, [2, 3])
    def __exit__(self, *args):
        return "a true string"
with Truthy() as (a, [b, c]):
    raise KeyError
print(a, b, c)
class Target:
    pass
t, d = Target(), {}
with Truthy() as t.value, Truthy() as d["k"]:
    pass
print(t.value, d)
class Own:
    pass
own = Own()
own.__enter__ = own.__exit__ = lambda *a: None
try:
    with own:
        pass
except TypeError as error:
    print(error)
