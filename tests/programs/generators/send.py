def averager():
    total, n, average = 0, 0, None
    while True:
        value = yield average
        if value is None:
            return f"{n} values"
        total, n = total + value, n + 1
        average = total / n
a = averager()
print(next(a), a.send(10), a.send(20), a.send(0))
try:
    a.send(None)
except StopIteration as stop:
    print(stop.value)
def echo():
    received = []
    while len(received) < 3:
        received.append((yield len(received)))
    return received
e = echo()
e.send(None)
try:
    for word in ("a", "b", "c"):
        print(e.send(word))
except StopIteration as stop:
    print(stop.value)
fresh = echo()
try:
    fresh.send("too early")
except TypeError as error:
    print(error)
def machine():
    state = "idle"
    while True:
        command = yield state
        state = {"idle": {"go": "running"}, "running": {"stop": "idle", "pause": "paused"}, "paused": {"go": "running"}}[state].get(command, state)
m = machine()
print([m.send(c) for c in (None, "go", "go", "pause", "stop", "go", "stop")])
def twice():
    x = yield (yield "first")
    print("got", x)
t = twice()
print(next(t), t.send("second"))
print(list(t))
