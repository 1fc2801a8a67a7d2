import time
from time import perf_counter, sleep, time as now
a = perf_counter()
sleep(0.01)
time.sleep(0)
b = time.perf_counter()
print(b > a, now() > 0, b - a < 60)
import threading as th, time as tm
print(th.current_thread().name)
