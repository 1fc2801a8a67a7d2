import traceback, sys
def inner(x):
    local = x * 2
    raise LookupError(f"nothing for {local}")
def outer(x):
    try:
        inner(x)
    except LookupError as error:
        raise RuntimeError("outer failed") from error
try:
    outer(4)
except RuntimeError as error:
    trace, names = error.__traceback__, []
    while trace:
        names.append((trace.tb_frame.f_code.co_name, trace.tb_lineno))
        trace = trace.tb_next
    print(names)
    for entry in traceback.extract_tb(error.__traceback__):
        print(entry.name, entry.lineno, entry.line)
    cause = error.__cause__
    print(traceback.format_exception_only(cause), [e.name for e in traceback.extract_tb(cause.__traceback__)])
    lines = "".join(traceback.format_exception(error)).splitlines()
    print(len(lines), lines[0], lines[-1], "The above exception was the direct cause of the following exception:" in lines, sep="\n")
    print(*traceback.format_tb(error.__traceback__), sep="", end="")
def describe():
    kind, value, trace = sys.exc_info()
    return kind and kind.__name__, value and str(value), trace is not None
print(describe())
try:
    raise KeyError("k")
except KeyError:
    print(describe())
    try:
        raise ValueError("v")
    except ValueError:
        print(describe())
    print(describe())
print(describe())
print(traceback.format_exception_only(ValueError("one\ntwo")), traceback.format_exception_only(KeyError("x")), traceback.format_exception_only(SystemExit(3)))
