pairs = [
    (ZeroDivisionError, ArithmeticError), (OverflowError, ArithmeticError), (KeyError, LookupError), (IndexError, LookupError),
    (UnboundLocalError, NameError), (ModuleNotFoundError, ImportError), (NotImplementedError, RuntimeError), (RecursionError, RuntimeError),
    (FileNotFoundError, OSError), (TimeoutError, OSError), (UnicodeDecodeError, ValueError), (IndentationError, SyntaxError), (KeyboardInterrupt, Exception),
    (SystemExit, Exception), (GeneratorExit, BaseException), (StopIteration, Exception), (AssertionError, Exception), (ExceptionGroup, Exception),
    (MemoryError, Exception), (EOFError, Exception), (BrokenPipeError, ConnectionError), (StopAsyncIteration, Exception), (FloatingPointError, ArithmeticError), (Warning, Exception),
]
for child, parent in pairs:
    print(child.__name__, parent.__name__, issubclass(child, parent), child.__bases__[0].__name__)
print(IOError is OSError, EnvironmentError is OSError, BaseException.__bases__[0].__name__)
def handler(error):
    try:
        raise error
    except LookupError:
        return "lookup"
    except ArithmeticError:
        return "arithmetic"
    except OSError:
        return "os"
    except Exception:
        return "other"
    except BaseException:
        return "base"
print([handler(e) for e in (KeyError(), OverflowError(), TimeoutError("t"), ValueError(), KeyboardInterrupt(), SystemExit(), GeneratorExit())])
def choose(kinds):
    try:
        {}["k"]
    except kinds:
        return "matched"
    except LookupError:
        return "not matched"
print(choose(KeyError), choose((ValueError, (KeyError))), choose(()), choose(ValueError))
try:
    choose("KeyError")
except TypeError as error:
    print(error)
