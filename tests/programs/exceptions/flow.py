def run(action):
    try:
        print("try", end=" ")
        result = action()
    except ZeroDivisionError as error:
        print("zero:", error, end=" ")
        result = "handled"
    except (KeyError, IndexError):
        print("lookup", end=" ")
        result = "handled too"
    except Exception as error:
        print(type(error).__name__, end=" ")
        result = None
    else:
        print("else", end=" ")
    finally:
        print("finally", end=" ")
    return result
for action in (lambda: 1, lambda: 1 / 0, lambda: {}["x"], lambda: [][0], lambda: int("x"), lambda: None.x):
    print(run(action))
def order():
    for i in range(4):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            yield i
        finally:
            yield f"f{i}"
print(list(order()))
def nested():
    try:
        try:
            raise ValueError("inner")
        finally:
            print("cleanup")
    except ValueError as error:
        print("outer caught", error)
        try:
            raise KeyError("second") from error
        except KeyError as again:
            print(again, repr(again.__cause__))
    return "done"
print(nested())
def swallow():
    while True:
        try:
            raise RuntimeError("lost")
        finally:
            break
    return "swallowed"
print(swallow())
try:
    error = "before"
    raise ValueError("x")
except ValueError as error:
    pass
print("error" in globals())
try:
    pass
except:
    print("never")
else:
    print("no error")
