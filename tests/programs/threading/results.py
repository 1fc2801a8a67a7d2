import threading
def square(n, out, i):
    out[i] = n * n
numbers = [3, 5, 7, 9]
out = [None] * len(numbers)
threads = [threading.Thread(target=square, args=(n, out, i)) for i, n in enumerate(numbers)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(out)
class Promise:
    def __init__(self, f, *args, **kwargs):
        self._value = self._error = None
        self._thread = threading.Thread(target=self._run, args=(f, args, kwargs))
        self._thread.start()
    def _run(self, f, args, kwargs):
        try:
            self._value = f(*args, **kwargs)
        except BaseException as error:
            self._error = error
    def get(self):
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._value
promises = [Promise(pow, 2, 10), Promise(sorted, "cab", reverse=True), Promise(int, "12", base=3), Promise(int, "x"), Promise(lambda: 1 / 0), Promise(exit, 5)]
for p in promises:
    try:
        print(p.get())
    except (ValueError, ZeroDivisionError, SystemExit) as error:
        print(type(error).__name__, error)
def first_error(fs):
    errors = []
    def run(f):
        try:
            f()
        except Exception as error:
            errors.append((f.__name__, error))
    threads = [threading.Thread(target=run, args=(f,)) for f in fs]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return sorted(errors, key=lambda e: e[0])
def good(): pass
def bad(): raise KeyError("bad")
def worse(): bad()
print(first_error([good, bad, worse]))
callbacks = []
def with_callback(f, done):
    t = threading.Thread(target=lambda: done(f()))
    t.start()
    return t
for t in [with_callback(lambda n=n: n + 1, callbacks.append) for n in range(4)]:
    t.join()
print(sorted(callbacks))
