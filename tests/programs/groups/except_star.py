def run(*errors):
    try:
        if errors:
            raise ExceptionGroup("batch", list(errors))
        print("nothing", end=" ")
    except* ValueError as group:
        print("values", [str(e) for e in group.exceptions], end=" ")
    except* (KeyError, IndexError) as group:
        print("lookups", [repr(e) for e in group.exceptions], end=" ")
    else:
        print("else", end=" ")
    finally:
        print("finally")
run()
run(ValueError("a"), ValueError("b"))
run(ValueError("a"), KeyError("k"), IndexError("i"))
try:
    run(ValueError("a"), TypeError("t"))
except ExceptionGroup as left:
    print("left", repr(left))
try:
    raise ValueError("alone")
except* ValueError as group:
    print(repr(group))
try:
    raise ExceptionGroup("deep", [ExceptionGroup("in", [ValueError(1), OSError(2)]), KeyError(3)])
except* OSError as group:
    print(repr(group))
except* Exception as group:
    print(repr(group))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError:
        raise RuntimeError("new")
except ExceptionGroup as group:
    print(repr(group))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError:
        raise
except ExceptionGroup as group:
    print(repr(group))
def loop():
    for i in range(3):
        try:
            raise ExceptionGroup("x", [ValueError(i)])
        except* ValueError as e:
            print(e.exceptions[0], end=" ")
    return "looped"
print(loop())
