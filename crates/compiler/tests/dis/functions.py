def plain(): pass
def one(a): return a
def defaults(a, b=1, c="x"): return a, b, c
def starred(a, *args, b, c=2, **kwargs): return args, kwargs
def positional(a, b=1, /, c=2): return a + b + c
def keyword(*, a, b=x, c=1): return a
def nothing(): return
def none(): return None
def early(a):
    if a:
        return 1
    return 2
    print("never")
def documented():
    """Words."""
    return 1
def only_documented():
    """Words
       over lines
         and lines."""
