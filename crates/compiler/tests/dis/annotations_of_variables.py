x: int = 1
y: list[str]
(z): int = 2
a.b: int = 3
a[0]: str
a[i:j]: str
if x:
    w: float
class C:
    p: int = 1
    q: "C"
    __r: str
def f():
    s: undefined = 1
    t: undefined
    (u): undefined
