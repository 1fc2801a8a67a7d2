log = []
class Resource:
    def __init__(self, name):
        self.name = name
        log.append("open " + name)
    def close(self):
        log.append("close " + self.name)
def use(fail):
    a = Resource("a")
    try:
        b = Resource("b")
        try:
            if fail:
                raise RuntimeError(fail)
            return "fine"
        finally:
            b.close()
    finally:
        a.close()
for fail in ("", "broken"):
    try:
        print(use(fail))
    except RuntimeError as error:
        print("error", error)
print(log)
def value_of(n):
    try:
        if n == 0:
            return "from try"
        if n == 1:
            raise ValueError
        return "second return"
    except ValueError:
        return "from except"
    finally:
        log.append(n)
        if n == 2:
            return "from finally"
print([value_of(n) for n in range(4)], log[-4:])
def retry(action, times):
    for attempt in range(times):
        try:
            return action(attempt)
        except ValueError as error:
            last = error
    raise RuntimeError(f"{times} attempts") from last
def third_time(n):
    if n < 2:
        raise ValueError(n)
    return f"worked at {n}"
print(retry(third_time, 5))
try:
    retry(third_time, 2)
except RuntimeError as error:
    print(error, repr(error.__cause__))
def lines():
    done = []
    for text in ["1", "x", "3", ""]:
        try:
            done.append(int(text))
        except ValueError:
            done.append(None)
    return done
print(lines())
