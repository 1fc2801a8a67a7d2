import traceback, sys
def f():
    raise ValueError("deep")
try:
    f()
except ValueError as error:
    text = traceback.format_exc()
    print(text)
    print("".join(traceback.format_exception(error)) == text, traceback.format_exception_only(error))
    traceback.print_exc(file=sys.stdout)
    traceback.print_exception(error, file=sys.stdout)
    print(len(traceback.extract_tb(error.__traceback__)), [frame.name for frame in traceback.extract_tb(error.__traceback__)], [frame.lineno for frame in traceback.extract_tb(error.__traceback__)])
print(traceback.format_exc())
try:
    raise ExceptionGroup("g", [ValueError(1), KeyError("k")])
except ExceptionGroup:
    traceback.print_exc(file=sys.stdout)
try:
    (lambda: [1][5])()
except IndexError as error:
    error.add_note("a note")
    traceback.print_exc(limit=1, file=sys.stdout)
