import time
a, b = time.perf_counter(), time.monotonic()
time.sleep(0.01)
print(time.perf_counter() - a >= 0.009, time.monotonic() - b >= 0.009, time.time() > 1.6e9, type(time.time()).__name__, type(time.time_ns()).__name__)
print(time.perf_counter_ns() > 0, time.monotonic_ns() > 0, time.process_time() >= 0, time.thread_time() >= 0)
stamps = [time.monotonic() for _ in range(100)]
print(stamps == sorted(stamps), all(isinstance(s, float) for s in stamps))
start = time.perf_counter()
total = 0
for i in range(1000):
    total += i
elapsed = time.perf_counter() - start
print(total, elapsed > 0, elapsed < 60, f"{elapsed:.0f}")
for bad in (-1, "a", None, float("nan")):
    try:
        time.sleep(bad)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
try:
    time.sleep()
except TypeError as error:
    print(error)
time.sleep(0)
time.sleep(0.0)
print(time.sleep(0.001), time.sleep(False))
