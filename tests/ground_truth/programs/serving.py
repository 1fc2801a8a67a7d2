# How many requests a second a thread answers beside others that are busy.
import time

from gil.playground import serve

BUSY = 1
REQUESTS = 100
IO = 0.0002
SENDS = False


def answer(request):
    if SENDS:
        time.sleep(IO)


served = serve(answer, n=REQUESTS, io=IO, busy=BUSY)
print("rate " + str(served.throughput))
print("median " + str(served.p50))
