def fail(a):
    if a:
        raise
    if not a:
        raise E
    raise E(1) from a
def checked(a, b):
    assert a
    assert a, "message"
    assert a and b, b
    assert not a
    assert (a, b) or a
    assert a < b < 1, f"{a}"
    assert 0
