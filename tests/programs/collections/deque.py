from collections import deque
d = deque([1, 2, 3])
d.append(4)
d.appendleft(0)
print(d, d.pop(), d.popleft(), len(d), d[0], d[-1], 2 in d, d.index(2), d.count(9), list(d), bool(deque()))
d.extend([5, 6])
d.extendleft([-1, -2])
d.rotate(2)
print(d)
d.rotate(-3)
d.insert(1, "x")
d.remove(5)
d[0] = "first"
del d[1]
print(d, d.copy() == d, d.reverse(), d, list(reversed(d)))
last = deque(maxlen=3)
for i in range(6):
    last.append(i)
print(last, last.maxlen, deque("abc", 2), deque(range(3)) + deque([9]), deque([1]) * 3, deque([1, 2]) < deque([1, 3]))
last.appendleft("new")
print(last)
for action in (lambda: deque().pop(), lambda: deque().popleft(), lambda: deque([1])[5], lambda: deque([1]).remove(2), lambda: deque(5), lambda: last.insert(0, 1), lambda: deque([1]).index(3), lambda: deque([1, 2])[0:1], lambda: deque(maxlen=-1)):
    try:
        print(action())
    except (IndexError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
try:
    for x in d:
        d.append(x)
except RuntimeError as error:
    print(error)
graph = {"a": "bc", "b": "d", "c": "d", "d": ""}
seen, todo = ["a"], deque("a")
while todo:
    for n in graph[todo.popleft()]:
        if n not in seen:
            seen.append(n)
            todo.append(n)
print(seen)
