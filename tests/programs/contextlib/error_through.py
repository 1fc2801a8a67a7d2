from contextlib import contextmanager
@contextmanager
def section(name):
    print("begin", name)
    try:
        yield
    finally:
        print("end", name)
def work():
    with section("outer"):
        with section("inner"):
            return {}["missing"]
work()
