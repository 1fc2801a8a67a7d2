for name in ("nothing_here", "nothing.here", "math.nothing"):
    try:
        __import__(name)
    except ModuleNotFoundError as error:
        print(type(error).__name__, error, error.name)
try:
    import no_such_module as x
except ImportError as error:
    print(error, error.name, isinstance(error, ModuleNotFoundError))
try:
    from time import no_such_name
except ImportError as error:
    print(type(error).__name__, error.name, error)
try:
    from no_such_package.part import thing
except ModuleNotFoundError as error:
    print(error)
try:
    import fast_version as impl
except ImportError:
    impl = None
print("falls back" if impl is None else "fast")
def lazy():
    import another_missing_one
try:
    lazy()
except ModuleNotFoundError as error:
    print(error)
