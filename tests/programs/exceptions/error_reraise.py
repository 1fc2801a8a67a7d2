def inner(n):
    if n == 0:
        raise RuntimeError("bottom")
    inner(n - 1)
def outer():
    try:
        inner(2)
    except RuntimeError:
        print("logged")
        raise
outer()
