from contextlib import contextmanager, suppress, ExitStack
class Settings:
    depth, mode = 1, "plain"
@contextmanager
def override(target, **values):
    saved = {name: getattr(target, name) for name in values}
    for name, value in values.items():
        setattr(target, name, value)
    try:
        yield target
    finally:
        for name, value in saved.items():
            setattr(target, name, value)
with override(Settings, depth=5) as s:
    with override(Settings, mode="loud", depth=7):
        print(s.depth, s.mode)
    print(s.depth, s.mode)
print(Settings.depth, Settings.mode)
with suppress(KeyError), override(Settings, depth=99):
    raise KeyError("inside")
print(Settings.depth)
events = []
@contextmanager
def track(name):
    events.append(f"+{name}")
    try:
        yield events
    except ZeroDivisionError:
        events.append(f"!{name}")
        raise
    finally:
        events.append(f"-{name}")
try:
    with track("a"), track("b") as e:
        e.append("body")
        1 / 0
except ZeroDivisionError:
    events.append("out")
print(events)
def numbers():
    with track("generator"):
        yield 1
        yield 2
events.clear()
for n in numbers():
    events.append(n)
print(events)
with ExitStack() as stack:
    for i in range(3):
        stack.callback(events.append, f"callback {i}")
    events.clear()
print(events)
try:
    with override(Settings, missing=1):
        print("never")
except AttributeError as error:
    print(error)
@contextmanager
def catches():
    try:
        yield
    except ValueError as error:
        print("caught", error)
        raise RuntimeError("changed") from error
try:
    with catches():
        raise ValueError("v")
except RuntimeError as error:
    print(error, repr(error.__cause__))
