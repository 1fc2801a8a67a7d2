import sys

v = sys.version_info
print(v)
print(repr(v), f"{v}", [v])
print(v >= (3, 10), v < (3, 2), v[:2] == (3, 13), v[0], v[-1], len(v))
print(v.major, v.minor, v.micro, v.releaselevel, v.serial)
print(tuple(v), v + (1,))
print(sys._is_gil_enabled())
