def g():
    print(me.gi_running, end=" ")
    yield 1
    try:
        next(me)
    except ValueError as error:
        print(error)
    yield 2
me = g()
print(me.gi_running, me.gi_frame is not None)
print(next(me), next(me), list(me), me.gi_frame)
def scheduler(tasks):
    queue, log = list(tasks), []
    while queue:
        task = queue.pop(0)
        try:
            log.append(next(task))
        except StopIteration:
            continue
        queue.append(task)
    return log
def task(name, n):
    for i in range(n):
        yield f"{name}{i}"
print(scheduler([task("a", 3), task("b", 1), task("c", 2)]))
class Tree:
    def __init__(self, value, *children):
        self.value, self.children = value, children
    def __iter__(self):
        yield self.value
        for child in self.children:
            yield from child
t = Tree(1, Tree(2, Tree(3)), Tree(4))
print(list(t), sum(t), 3 in t, max(t), [x for x in t if x % 2 == 0])
def depth_first(t, level=0):
    yield level, t.value
    for child in t.children:
        yield from depth_first(child, level + 1)
for level, value in depth_first(t):
    print("  " * level + str(value))
