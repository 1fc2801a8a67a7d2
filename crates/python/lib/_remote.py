# Exceptions that come from another process or interpreter bring their tracebacks along, as texts.


class Cause(Exception):
    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class Carried:
    def __init__(self, exc):
        self.exc = exc
        self.tb = f'\n"""\n{text(exc)}"""'


def text(exc):
    # The traceback. One that has frames of the library only has its first line, too.
    from traceback import format_exception

    head, whole = 'Traceback (most recent call last):\n', ''.join(format_exception(exc))
    return whole if head in whole else head + whole
