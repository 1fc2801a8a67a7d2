def annotated(a: int, b: "str" = 1, /, c: list[int] = None, *args: tuple, d: x, e: y = 2, **kwargs: dict) -> bool:
    local: int = 1
    other: str
    return local
def starred(*args: *Ts): pass
async def asynchronous(a: int) -> None: pass
