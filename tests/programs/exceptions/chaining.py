def convert(text):
    try:
        return int(text)
    except ValueError as error:
        raise TypeError(f"bad input {text!r}") from error
try:
    convert("x")
except TypeError as error:
    print(error, "|", repr(error.__cause__), "|", error.__cause__ is error.__context__, error.__suppress_context__)
try:
    try:
        {}["a"]
    except KeyError:
        [][1]
except IndexError as error:
    print(repr(error.__context__), error.__cause__, error.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("clean") from None
except ValueError as error:
    print(error.__cause__, repr(error.__context__), error.__suppress_context__)
def reraise():
    try:
        raise KeyError("first")
    except KeyError as error:
        error.add_note("seen once")
        raise
try:
    reraise()
except KeyError as error:
    print(error, error.__notes__, error.__context__)
e = ValueError("made")
e2 = RuntimeError("outer")
e2.__cause__ = e
print(repr(e2.__cause__), e2.__suppress_context__, e.__traceback__)
try:
    raise e2
except RuntimeError as caught:
    print(caught is e2, caught.__traceback__ is not None, caught.__traceback__.tb_lineno > 0)
try:
    raise e.with_traceback(None)
except ValueError as caught:
    print(caught is e)
try:
    raise
except RuntimeError as error:
    print(error)
chain = []
try:
    try:
        try:
            raise KeyError(1)
        finally:
            raise IndexError(2)
    except IndexError:
        raise TypeError(3)
except TypeError as error:
    while error:
        chain.append(repr(error))
        error = error.__context__
print(chain)
