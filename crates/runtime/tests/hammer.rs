//! Real threads without a lock, all on the same objects: nothing crashes, and what CPython keeps whole stays
//! whole. `cargo xtask test` runs these; under ThreadSanitizer and Miri they say more.

#[allow(dead_code, reason = "these programs end by themselves")]
mod common;

use protocol::{Outcome, Preset, Settings, Stream};
use runtime::Options;

use common::{run, text};

/// Three threads call a function, all at the same time, and the main thread as well.
const HAMMER: &str = "
import threading
from collections import deque, defaultdict, OrderedDict, Counter

N = 400
gate = threading.Barrier(4)
failures = []

def hammer(function):
    def work(me):
        gate.wait()
        for i in range(N):
            try:
                function(me, i)
            except (IndexError, KeyError, RuntimeError, ValueError, AttributeError, StopIteration, NameError) as e:
                pass
            except BaseException as e:
                failures.append(repr(e))
                return
    threads = [threading.Thread(target=work, args=(k,)) for k in range(3)]
    for thread in threads:
        thread.start()
    work(3)
    for thread in threads:
        thread.join()
    if failures:
        print(function.__name__, failures)
";

const OBJECTS: [(&str, &str); 14] = [
    (
        "lists",
        "
l = []
kept = []
def f(me, i):
    l.append((me, i))
    kept.append(i)
    l.insert(i % 7, [i])
    l[i % 5] = l[-1]
    l[2:4] = [i, i, i]
    sorted(kept)
    l.pop(i % 3)
    l.extend(l[:3])
    l.reverse()
    for x in l: pass
    del l[20:]
    l == list(l)
    x = l * 2
    l.__iadd__([i])
    str(l)
    i in kept
hammer(f)
print(len(kept) == 4 * N)
",
    ),
    (
        "dicts",
        "
d = {}
kept = {}
def f(me, i):
    d[i % 17] = [i]
    kept[me, i] = i
    d.get(i % 5)
    d.pop(i % 13, None)
    d.setdefault(i % 3, {})
    d.update({me: i})
    list(d.items())
    dict(d)
    d == dict(d)
    repr(d)
    if i % 50 == 0: d.clear()
    for key in d: pass
hammer(f)
print(len(kept) == 4 * N)
",
    ),
    (
        "sets",
        "
s = set()
kept = set()
def f(me, i):
    s.add(i % 19)
    kept.add((me, i))
    s.discard(i % 7)
    s | {i}
    s & kept
    s.update((me, i))
    len(s), 3 in s, s == set(s), repr(s), sorted(s)
    s.pop()
    for x in s: pass
hammer(f)
print(len(kept) == 4 * N)
",
    ),
    (
        "deques",
        "
q = deque()
bounded = deque(maxlen=5)
kept = deque()
def f(me, i):
    q.append(i)
    q.appendleft([i])
    kept.append(i)
    bounded.append(i)
    q.rotate(3)
    q.extend((1, 2))
    q.popleft()
    q.pop()
    q[0]
    list(q), len(q), repr(bounded), 3 in q
    if i % 20 == 0: q.clear()
    for x in q: pass
hammer(f)
print(len(kept) == 4 * N, len(bounded) == 5)
",
    ),
    (
        "bytes that change",
        "
b = bytearray()
def f(me, i):
    b.append(i % 256)
    b.extend(b'xyz')
    b[i % 3] = 7
    del b[50:]
    bytes(b), b.find(b'x'), b == bytes(b), repr(b)
    b.pop()
hammer(f)
print(len(b) <= 60)
",
    ),
    (
        "attributes",
        "
class A:
    shared = []
    def m(self): return self.x
a = A()
class B(A): pass
b = B()
def f(me, i):
    a.x = [i]
    setattr(a, f'y{i % 9}', me)
    a.x, a.m()
    b.x = a
    A.counter = (me, i)
    A.shared = [me]
    B.counter, a.shared, b.shared
    if i % 10 == 0: A.m = lambda self: self.x
    if i % 7 == 0: del a.y3
    vars(a), a.__dict__.get('x'), dir(b)
    a.__class__ = A
    isinstance(b, A), hasattr(a, 'y1')
hammer(f)
print(type(a.x) is list)
",
    ),
    (
        "globals",
        "
g = 0
lost = 0
def f(me, i):
    global g, h
    g = [me, i]
    h = g
    del h
    h
    globals()['k%d' % (i % 5)] = g
hammer(f)
print(type(g) is list)
",
    ),
    (
        "iterators",
        "
shared = iter(range(10 ** 6))
items = iter([[i] for i in range(10 ** 4)])
pairs = zip(range(10 ** 6), iter('x' * 10 ** 6))
counted = enumerate(range(10 ** 6))
seen = []
def f(me, i):
    seen.append(next(shared))
    next(items), next(pairs), next(counted)
    next(iter({1: 2}.items()))
hammer(f)
print(len(seen) == 4 * N)
",
    ),
    (
        "generators",
        "
def numbers():
    i = 0
    while True:
        i += 1
        got = yield [i]
g = numbers()
def f(me, i):
    next(g)
    g.send(i)
    if i == N - 1: g.close()
hammer(f)
print(True)
",
    ),
    (
        "cells",
        "
def outer():
    x = []
    def f(me, i):
        nonlocal x
        x = [me, i]
        y = x
        x.append(y)
        g = lambda: x
        g().append(1)
        f.counter = x
        f.__defaults__
    return f
hammer(outer())
print(True)
",
    ),
    (
        "collections",
        "
d = defaultdict(list)
c = Counter()
o = OrderedDict()
def f(me, i):
    d[i % 5].append(i)
    c[i % 3] += 1
    c.update('abc')
    o[i % 7] = i
    o.move_to_end(i % 7)
    list(d), c.most_common(2), list(o)
hammer(f)
print(sum(map(len, d.values())) <= 4 * N)
",
    ),
    (
        "exceptions",
        "
e = ValueError([1])
def f(me, i):
    try:
        raise e
    except ValueError as caught:
        caught.args = (me, i)
        caught.note = [i]
        str(caught), repr(caught), caught.__traceback__, caught.__context__
        try:
            raise KeyError(i) from e
        except KeyError:
            pass
hammer(f)
print(len(e.args) == 2)
",
    ),
    (
        "locks",
        "
lock, rlock, condition = threading.Lock(), threading.RLock(), threading.Condition()
semaphore, event = threading.BoundedSemaphore(2), threading.Event()
local = threading.local()
c = 0
def f(me, i):
    global c
    with lock:
        c += 1
    with rlock, rlock:
        c
    with semaphore:
        event.set()
    event.clear()
    with condition:
        condition.notify_all()
    local.x = i
    assert local.x == i
hammer(f)
print(c == 4 * N)
",
    ),
    (
        "classes",
        "
def f(me, i):
    class C:
        x = i
        def __init__(self): self.y = [me]
        def __eq__(self, other): return self.y == other.y
    global K
    K = C
    k = K()
    k == K()
    type('T', (K,), {'z': k})().y
    C.__subclasses__() if hasattr(C, '__subclasses__') else None
    import json, functools
hammer(f)
print(True)
",
    ),
];

fn hammer(about: &str, program: &str) {
    let options = Options::new(Settings::of(Preset::Python314t));
    let (report, output) = run(&format!("{HAMMER}\n{program}"), &options);
    let (out, err) = (text(&output, Stream::Stdout), text(&output, Stream::Stderr));
    assert_eq!(report.outcome, Outcome::Finished, "{about}: {err}");
    assert!(
        !out.is_empty() && !out.contains("False") && out.lines().all(|l| l.starts_with("True")),
        "{about}: {out}{err}"
    );
    assert_eq!(err, "", "{about}");
}

#[test]
fn every_object_can_be_hammered() {
    for (about, program) in OBJECTS {
        hammer(about, program);
    }
}

/// How many of 40,000 updates are lost.
fn lost(preset: Preset, prepared: &str, update: &str) -> i64 {
    let source = format!(
        "import threading
{prepared}
gate = threading.Barrier(2)
def work():
    global c
    gate.wait()
    for _ in range(20_000):
        {update}
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(40_000 - {})",
        update.split(" += ").next().unwrap_or_default()
    );
    let settings = Settings {
        switch_interval: 0.000_05,
        ..Settings::of(preset)
    };
    let (_, output) = run(&source, &Options::new(settings));
    let (out, err) = (text(&output, Stream::Stdout), text(&output, Stream::Stderr));
    out.trim()
        .parse()
        .unwrap_or_else(|_| panic!("{update}: {out}{err}"))
}

const UPDATES: [(&str, &str); 5] = [
    ("c = 0", "c += 1"),
    ("class A: pass\na = A()\na.c = 0", "a.c += 1"),
    ("class A: c = 0", "A.c += 1"),
    ("d = {'c': 0}", "d['c'] += 1"),
    ("l = [0]", "l[0] += 1"),
];

#[test]
fn updates_are_lost_without_a_lock() {
    // On a machine with one core, threads hardly meet.
    let several = std::thread::available_parallelism().is_ok_and(|cores| cores.get() > 1);
    for (prepared, update) in UPDATES {
        let times = 10;
        let all: Vec<i64> = (0..times)
            .map(|_| lost(Preset::Python314t, prepared, update))
            .collect();
        assert!(
            all.iter().all(|lost| (0..40_000).contains(lost)),
            "{update}: {all:?}"
        );
        assert!(
            !several || all.iter().any(|&lost| lost > 0),
            "{update}: {all:?}"
        );
    }
}

#[test]
fn none_is_lost_where_cpython_has_no_check_point() {
    for (prepared, update) in UPDATES {
        for preset in [Preset::Python313, Preset::Python314] {
            assert_eq!(lost(preset, prepared, update), 0, "{preset:?}, {update}");
        }
    }
}
