import sys
print(sys.maxsize == 2 ** 63 - 1 or sys.maxsize == 2 ** 31 - 1, sys.byteorder, sys.implementation.name, sys.argv[1:], len(sys.argv))
print(sys.version_info[:2] >= (3, 8), sys.version_info.major, isinstance(sys.version, str), sys.version.startswith("3."), isinstance(sys.platform, str))
print("sys" in sys.modules, sys.modules["sys"] is sys, sys.modules["__main__"].__name__, sys.maxunicode, sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig)
print(sys.getrecursionlimit(), sys.getswitchinterval(), callable(sys.exit), sys.intern("abc") == "abc")
print(sys.getdefaultencoding(), sys.exc_info())
try:
    1 / 0
except ZeroDivisionError:
    kind, value, trace = sys.exc_info()
    print(kind.__name__, value, trace is not None, sys.exception() is value)
print(sys.exc_info(), sys.exception())
