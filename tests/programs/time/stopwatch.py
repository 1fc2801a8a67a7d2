import time
class Stopwatch:
    def __init__(self, clock=time.perf_counter):
        self.clock, self.laps = clock, []
    def __enter__(self):
        self.start = self.clock()
        return self
    def __exit__(self, *error):
        self.laps.append(self.clock() - self.start)
with Stopwatch() as watch:
    sum(range(1000))
with watch:
    time.sleep(0.005)
print(len(watch.laps), watch.laps[1] >= 0.004, all(lap >= 0 for lap in watch.laps))
ticks = iter(range(0, 100, 7))
with Stopwatch(lambda: next(ticks)) as fake:
    pass
with fake:
    next(ticks)
print(fake.laps)
def timed(f):
    def wrapper(*args):
        started = time.perf_counter()
        try:
            return f(*args)
        finally:
            wrapper.calls.append(time.perf_counter() - started)
    wrapper.calls = []
    return wrapper
@timed
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(10), len(fib.calls), max(fib.calls) == fib.calls[-1])
