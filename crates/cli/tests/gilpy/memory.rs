//! A program that wants more memory than there is.

use crate::Folder;

/// Ways to want more and more, each until it is refused, and how often it is.
const GREEDY: &str = r#"
from collections import deque

class Node:
    pass

def large_list(): [0] * 10 ** 10
def large_str(): "x" * 10 ** 10
def large_bytes(): bytes(10 ** 12)
def large_int(): 2 ** 10 ** 9
def large_shift(): 1 << 10 ** 12
def large_width(): "abc".ljust(10 ** 11)
def large_format(): f"{1:>100000000000}"
def large_range(): list(range(10 ** 12))

def lists():
    items = []
    while True:
        items.append([1.5, 2])

def tuples():
    x = ()
    while True:
        x = (x, 1)

def instances():
    last = None
    while True:
        node = Node()
        node.next, last = last, node

def dicts():
    d = {}
    i = 0
    while True:
        d[i] = str(i)
        i += 1

def sets():
    s = set()
    i = 0
    while True:
        s.add(i)
        i += 1

def deques():
    items = deque()
    while True:
        items.append(object())

def generated():
    tuple(x for x in range(10 ** 12))

def comprehended():
    {x: x for x in range(10 ** 12)}

def closures():
    f = None
    while True:
        f = lambda f=f: f

def large():
    return [large_list, large_str, large_bytes, large_int, large_shift, large_width,
            large_format, large_range]

def endless():
    return [lists, tuples, instances, dicts, sets, deques, generated, comprehended, closures]
"#;

fn refused(name: &str, program: &str, options: &str) {
    let program = format!("{GREEDY}\n{program}");
    let folder = Folder::with(name, &program);
    let done = folder.gilpy(&format!("main.py --memory 30 {options}"));
    assert_eq!((done.status, &*done.stderr), (Some(0), ""), "{options}");
    assert!(done.stdout.ends_with("end\n"), "{options}: {}", done.stdout);
    for line in done.stdout.lines() {
        assert!(
            line.ends_with(" MemoryError") || line == "end",
            "{options}: {line}"
        );
    }
}

const IN_TURN: &str = r#"
for function in large() + endless():
    try:
        function()
        print(function.__name__, "has found room")
    except MemoryError:
        print(function.__name__, "MemoryError")
print("end")
"#;

#[test]
fn what_is_too_much_is_refused() {
    refused("what_is_too_much_is_refused", IN_TURN, "");
}

#[test]
fn it_is_refused_on_virtual_cores() {
    refused(
        "it_is_refused_on_virtual_cores",
        IN_TURN,
        "--cores 2 --preset 3.9",
    );
}

#[test]
fn it_is_refused_to_threads() {
    let program = r#"
import threading

def attempt(function):
    while True:
        try:
            function()
        except MemoryError:
            print(function.__name__, "MemoryError")
            return

threads = [threading.Thread(target=attempt, args=(f,)) for f in (lists, dicts, instances)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("end")
"#;
    refused("it_is_refused_to_threads", program, "--preset 3.14t");
}

#[test]
fn what_is_deep_is_freed_and_refused_in_time() {
    let folder = Folder::with(
        "what_is_deep_is_freed_and_refused_in_time",
        r#"
class Node:
    pass

def refused(what, function):
    try:
        function()
        print(what, "was not refused")
    except RecursionError:
        pass

a = b = node = None
t = u = ()
c, d = {}, {}
for _ in range(200_000):
    a, b, t, u, c, d = [a], [b], (t,), (u,), {1: c}, {1: d}
    last, node = node, Node()
    node.next = last
refused("repr of a list", lambda: repr(a))
refused("repr of a dict", lambda: repr(c))
refused("repr of a tuple", lambda: str(t))
refused("== of lists", lambda: a == b)
refused("== of tuples", lambda: t == u)
refused("== of dicts", lambda: c == d)
refused("< of tuples", lambda: t < u)
refused("hash of a tuple", lambda: hash(t))
refused("a key", lambda: {t: 1})
del a, b, c, d, t, u, node, last
print("end")
"#,
    );
    let done = folder.gilpy("main.py");
    assert_eq!(
        (done.status, &*done.stderr, &*done.stdout),
        (Some(0), "", "end\n")
    );
}

#[test]
fn a_process_that_has_ended_gives_its_memory_back() {
    // A hundred at a time would take 200 MB.
    let folder = Folder::with(
        "a_process_that_has_ended_gives_its_memory_back",
        "
import _processes as p
def child():
    pass
for _ in range(100):
    pid = p.fork(child, 'Process')
    p.join((pid,), None)
    assert p.status(pid) == 0
print('end')
",
    );
    for options in ["", "--cores 2"] {
        let done = folder.gilpy(&format!("main.py --memory 60 {options}"));
        assert_eq!(
            (done.status, &*done.stderr, &*done.stdout),
            (Some(0), "", "end\n"),
            "{options}"
        );
    }
}
