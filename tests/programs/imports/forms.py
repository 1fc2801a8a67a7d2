import math
import math as m
from math import sqrt, pi as circle
from math import (floor, ceil,)
import os, sys, time as clock
import collections.abc
import collections.abc as shapes
from collections.abc import Sized
from collections import (
    Counter,
    deque as Deque,
)
print(m is math, sqrt(9), round(circle, 4), floor(1.5) + ceil(1.5), clock.__name__, sys.__name__, math.__name__, collections.abc.Sized is shapes.Sized is Sized, Counter("aa"), Deque([1]))
def local():
    import string
    from functools import reduce
    return string.digits, reduce(max, [1, 5])
print(local(), "string" in globals(), "math" in globals())
from itertools import *
print(list(islice(count(3), 2)), "chain" in globals())
module = __import__("json")
print(module.dumps([1]), type(math).__name__, hasattr(math, "pi"), "pi" in dir(math))
class Holder:
    import random
    from math import tau
print(Holder.random.__name__, Holder.tau > 6)
try:
    import threading as t
except ImportError:
    t = None
print(t.__name__)
math.mine = "added"
import math as again
print(again.mine, repr(math)[:14])
