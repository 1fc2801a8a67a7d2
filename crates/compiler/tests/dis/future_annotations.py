from __future__ import annotations
x: int = 1
def f(a: list[int], *b: c) -> d: pass
class C:
    y: C
