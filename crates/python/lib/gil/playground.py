# gil.playground: a source of requests, to see what busy threads do to one that answers.

import threading
import time


class Served:
    # What serve() has measured. Times are in seconds.
    def __init__(self, latencies, seconds):
        self.requests, self.seconds = len(latencies), seconds
        # In the order of the requests.
        self.latencies = latencies
        self.throughput = self.requests / seconds if seconds > 0 else float('inf')
        ordered = sorted(latencies)
        self.p50, self.p95, self.p99 = (ordered[-(-len(ordered) * share // 100) - 1] for share in (50, 95, 99))
        self.max = ordered[-1]

    def __str__(self):
        shown = [f'{name} {getattr(self, name) * 1000:.2f} ms' for name in ('p50', 'p95', 'p99', 'max')]
        return f'{self.requests} requests in {self.seconds:.3f} s: {self.throughput:.0f} a second\nlatency ' + ', '.join(shown)

    def __repr__(self):
        return f'<Served {self.requests} requests, {self.throughput:.0f} a second>'


def _number(name, value, kinds, least, what):
    if not isinstance(value, kinds) or isinstance(value, bool):
        raise TypeError(f'{name} must be {what}, not {type(value).__name__}')
    if not least <= value < float('inf'):
        raise ValueError(f'{name} must be {what}, and {value!r} is not')


def serve(handler, n=100, rate=None, io=0.001, busy=0):
    # Has one thread answer n requests: it waits io seconds for each, as for a socket, then calls handler with its
    # number. They come rate times a second, or with rate=None each when the one before has been answered. Beside
    # it, busy threads that only count. A request's latency is from when it comes to when it has been answered.
    if not callable(handler):
        raise TypeError(f'handler must be a function that takes the number of a request, not {type(handler).__name__}')
    _number('n', n, int, 1, 'a whole number of at least 1')
    _number('io', io, (int, float), 0, 'a number of seconds of at least 0')
    _number('busy', busy, int, 0, 'a whole number of at least 0')
    if rate is not None:
        _number('rate', rate, (int, float), 0, 'None or a number of requests a second above 0')
        if rate <= 0:
            raise ValueError(f'rate must be None or a number of requests a second above 0, and {rate!r} is not')
    latencies, failed, done = [], [], []

    def count():
        while not done:
            for _ in range(20):
                pass

    def answer():
        clock, sleep = time.perf_counter, time.sleep
        start = clock()
        for request in range(n):
            came = clock()
            if rate is not None:
                due = start + request / rate
                if due > came:
                    sleep(due - came)
                came = due
            sleep(io)
            try:
                handler(request)
            except BaseException as error:
                failed.append(error)
                break
            latencies.append(clock() - came)
        failed.append(None)
        latencies.append(clock() - start)

    others = [threading.Thread(target=count, name=f'busy-{number + 1}', daemon=True) for number in range(busy)]
    server = threading.Thread(target=answer, name='handler', daemon=True)
    try:
        for other in others:
            other.start()
        server.start()
        server.join()
    finally:
        done.append(True)
        for other in others:
            if other.is_alive():
                other.join()
    if failed[0] is not None:
        raise failed[0]
    return Served(latencies, latencies.pop())
