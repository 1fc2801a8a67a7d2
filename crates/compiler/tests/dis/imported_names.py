import os, sys as system
import a.b.c
import a.b.c as d, e.f as g
from m import x, y as z
from m.n import (p,
                 q)
from everything import *
os.path.join(1)
system.exit()
a.b()
d.call()
x.method()
def f():
    import inner
    from inner import name
    inner.call()
    os.call()
    return [os.call() for i in name], [x.call() for i in name]
listed = [os.call() for i in x]
