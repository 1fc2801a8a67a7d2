import _processes as p
import threading, re, random, collections, time
class A:
    def __init__(self, x): self.x = x; self.me = self
    def __hash__(self): return 5
    def __eq__(self, o): return isinstance(o, A) and o.x == self.x
class B: pass
a = A(3)
b = B()
d = {a: 1, b: 2, (1, b): 3, frozenset([b, 2]): 4}
s = {b, (b, 1), "x", 7}
l = [1, 2.5, "z", b"q", 10**40, None, True, ...]
l.append(l)
def gen():
    for i in range(10):
        yield i
g = gen(); next(g); next(g)
it = iter(l); next(it)
pat = re.compile(r"(\d+)x", re.I)
dq = collections.deque([1, 2], 5)
dd = collections.defaultdict(list); dd[1].append(2)
def outer():
    n = [0]
    def inner():
        n[0] += 1
        return n[0]
    return inner
f = outer(); f(); 
lock = threading.Lock(); lock.acquire()
rl = threading.RLock(); rl.acquire()
try:
    1/0
except Exception as e:
    err = e
random.seed(5); random.random()
q = p.pipe()
def child():
    print("child", p.current()[2], threading.current_thread().name, threading.main_thread() is threading.current_thread())
    print(d[a], d[b], d[(1, b)], d[frozenset([2, b])], b in s, (b, 1) in s, l[8] is l, l[:8])
    print(next(g), list(g), next(it), pat.findall("12x 13X"), dq, dd, f())
    print(lock.locked(), rl._is_owned(), repr(err), a.me is a, type(b) is B)
    print(random.random())
    rl.release(); lock.release()
    p.send(q, b"hello")
    global x
    x = 9
    raise SystemExit(7)
x = 1
pid = p.fork(child, "Process-1")
p.close(q, True)
print(p.receive(q, None))
print(p.join((pid,), None) == pid, p.status(pid), x, next(g), random.random())
try: p.receive(q, None)
except EOFError as e: print("EOF", repr(e))
p.close(q, False)
try: p.send(q, b"")
except OSError as e: print(repr(e))
