# traceback: what exceptions look like, and where they and the program have been. Texts are made natively.

import sys
from _core import callers, excerpt
from _core import format_exception as _format


class FrameSummary:
    _text = None

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None):
        self.filename, self.lineno, self.name, self.line = filename, lineno, name, line

    def __iter__(self):
        return iter((self.filename, self.lineno, self.name, self.line))

    def __getitem__(self, place):
        return tuple(self)[place]

    def __len__(self):
        return 4

    def __eq__(self, other):
        return tuple(self) == tuple(other) if isinstance(other, (FrameSummary, tuple)) else NotImplemented

    def __repr__(self):
        return f'<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>'


class StackSummary(list):
    def format(self):
        return [
            f'  File "{one.filename}", line {one.lineno}, in {one.name}\n'
            + (one._text if one._text is not None else f'    {one.line.strip()}\n' if one.line else '')
            for one in self
        ]

    @classmethod
    def from_list(cls, a_list):
        return cls([
            one if isinstance(one, FrameSummary) else FrameSummary(*one[:3], line=one[3]) for one in a_list
        ])


def _stack(places, limit):
    if limit is not None:
        places = places[:limit] if limit >= 0 else places[limit:]
    stack = StackSummary()
    for code, op, line in places:
        text = excerpt(code, op)
        one = FrameSummary(code.co_filename, line, code.co_name, line=text.partition('\n')[0].strip())
        one._text = text
        stack.append(one)
    return stack


def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def extract_tb(tb, limit=None):
    frames = []
    while tb is not None:
        frame = tb.tb_frame
        frames.append((frame.f_code, frame.f_lasti, frame.f_lineno))
        tb = tb.tb_next
    return _stack(frames, limit)


def extract_stack(f=None, limit=None):
    # What this module itself does is left out. A limit counts from the innermost frame here.
    own = extract_stack.__code__.co_filename
    frames = [place for place in callers(1000) if place[0].co_filename != own][::-1]
    return _stack(frames, None if limit is None else -limit)


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def format_tb(tb, limit=None):
    return extract_tb(tb, limit).format()


def format_stack(f=None, limit=None):
    return extract_stack(f, limit).format()


def _print(lines, file):
    print(''.join(lines), end='', file=sys.stderr if file is None else file)


def print_list(extracted_list, file=None):
    _print(format_list(extracted_list), file)


def print_tb(tb, limit=None, file=None):
    _print(format_tb(tb, limit), file)


def print_stack(f=None, limit=None, file=None):
    _print(format_stack(f, limit), file)


def format_exception(exc, /, value=None, tb=None, limit=None, chain=True):
    exc = value if isinstance(exc, type) else exc
    return _format(exc, limit, chain).splitlines(keepends=True)


def print_exception(exc, /, value=None, tb=None, limit=None, file=None, chain=True):
    _print(format_exception(exc, value, tb, limit, chain), file)


def format_exception_only(exc, /, value=None):
    exc = value if isinstance(exc, type) else exc
    name = type(exc).__qualname__
    if type(exc).__module__ not in ('builtins', '__main__'):
        name = f'{type(exc).__module__}.{name}'
    text = str(exc)
    return [f'{name}: {text}\n' if text else f'{name}\n', *[note + '\n' for note in getattr(exc, '__notes__', ())]]


def format_exc(limit=None, chain=True):
    error = sys.exception()
    return 'NoneType: None\n' if error is None else _format(error, limit, chain)


def print_exc(limit=None, file=None, chain=True):
    _print(format_exc(limit, chain), file)
