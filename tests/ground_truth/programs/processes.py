# Other interpreters count, against one after the other in this one.
import _processes
import time

COUNT = 1000000
WORKERS = 4
KIND = "fork"


def count(n):
    while n > 0:
        n -= 1


def work(payload):
    count(COUNT)


def start(name):
    if KIND == "fork":
        return _processes.fork(lambda: work(b""), name)
    return _processes.spawn(KIND, "__mp_main__", "work", b"", name)


def timed(run):
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def one_after_the_other():
    for _ in range(WORKERS):
        count(COUNT)


def at_once():
    pids = [start(f"Process-{number}") for number in range(1, WORKERS + 1)]
    for pid in pids:
        _processes.join((pid,), None)
        assert _processes.status(pid) == 0


if __name__ == "__main__":
    print("sequential", timed(one_after_the_other))
    print("threads", timed(at_once))
