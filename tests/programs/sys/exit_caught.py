import sys
for code in (None, 0, 3, "message", (1, 2)):
    try:
        sys.exit(code)
    except SystemExit as error:
        print(repr(error.code), error.args, repr(error))
try:
    sys.exit()
except BaseException as error:
    print(type(error).__name__, error.code, isinstance(error, Exception))
def f():
    try:
        sys.exit(1)
    finally:
        print("finally on exit")
try:
    f()
except SystemExit:
    print("stayed")
try:
    try:
        sys.exit(2)
    except Exception:
        print("never")
except SystemExit as error:
    print("code", error.code)
try:
    exit(4)
except SystemExit as error:
    print("exit", error.code)
try:
    quit()
except SystemExit as error:
    print("quit", error.code)
