import sys
print(sys.getrecursionlimit())
def depth(n=1):
    try:
        return depth(n + 1)
    except RecursionError:
        return n
shallow = depth()
sys.setrecursionlimit(2000)
deep = depth()
print(500 < shallow < 1000, 1500 < deep < 2000, deep - shallow, sys.getrecursionlimit())
def forever():
    return forever()
try:
    forever()
except RecursionError as error:
    print(error)
class Loop:
    def __getattr__(self, name):
        return getattr(self, name + "x")
try:
    Loop().a
except RecursionError as error:
    print(type(error).__name__)
for bad in (0, -5, "a", 1.5):
    try:
        sys.setrecursionlimit(bad)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
sys.setrecursionlimit(1000)
def count(n):
    return 0 if n == 0 else 1 + count(n - 1)
print(count(900))
try:
    count(5000)
except RecursionError:
    print("too deep")
