import queue, threading
class Future:
    def __init__(self):
        self._done, self._value, self._error = threading.Event(), None, None
    def result(self, timeout=None):
        if not self._done.wait(timeout):
            raise TimeoutError("no result yet")
        if self._error:
            raise self._error
        return self._value
    def done(self):
        return self._done.is_set()
class Pool:
    def __init__(self, size):
        self.tasks = queue.Queue()
        self.threads = [threading.Thread(target=self._work, name=f"pool-{i}") for i in range(size)]
        for t in self.threads:
            t.start()
    def _work(self):
        while (task := self.tasks.get()) is not None:
            future, f, args = task
            try:
                future._value = f(*args)
            except Exception as error:
                future._error = error
            future._done.set()
    def submit(self, f, *args):
        future = Future()
        self.tasks.put((future, f, args))
        return future
    def map(self, f, items):
        return [future.result() for future in [self.submit(f, item) for item in items]]
    def __enter__(self):
        return self
    def __exit__(self, *error):
        for _ in self.threads:
            self.tasks.put(None)
        for t in self.threads:
            t.join()
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
with Pool(3) as pool:
    print(pool.map(fib, range(15)))
    futures = [pool.submit(f, x) for f, x in ((len, "abc"), (int, "x"), (sum, [1, 2]))]
    for future in futures:
        try:
            print(future.result(), future.done())
        except ValueError as error:
            print("failed:", error)
try:
    Future().result(timeout=0.01)
except TimeoutError as error:
    print(error)
print([t.is_alive() for t in pool.threads])
