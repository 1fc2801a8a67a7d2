import sys

v = sys.version_info
print(v >= (3, 13), v < (4,), v[:2] in ((3, 13), (3, 14)), v[0], v[-1], len(v))
print((v.major, v.minor, v.micro, v.releaselevel, v.serial) == v == tuple(v))
print(repr(v) == str(v) == f"{v}", repr(v).startswith("sys.version_info(major=3, minor=1"))
print(v + (1,) == tuple(v) + (1,), v[1:3] == (v.minor, v.micro))
print(type(sys._is_gil_enabled()))
