# warnings: printed to stderr, each text once; filters choose between printing, ignoring, and raising.

import sys
from _core import callers, excerpt

_quiet = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)
_rules = [('ignore', kind) for kind in _quiet]
_seen = set()


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    if isinstance(message, Warning):
        category = type(message)
    category = category or UserWarning
    action = next((action for action, kind in _rules if issubclass(category, kind)), 'default')
    if action == 'error':
        raise message if isinstance(message, Warning) else category(message)
    mark = str(message), category
    if action == 'ignore' or action != 'always' and mark in _seen:
        return
    _seen.add(mark)
    print(f'{category.__name__}: {message}', file=sys.stderr)


def _tell_unawaited(name):
    # The interpreter calls this where a coroutine was freed that never ran, or at the end of the program.
    action = next((action for action, kind in _rules if issubclass(RuntimeWarning, kind)), 'default')
    file, line, text = '<sys>', 0, ''
    for code, op, line in callers(1000):
        if code.co_filename[:1] != '<':
            source = excerpt(code, op).partition('\n')[0].strip()
            file, text = code.co_filename, f'  {source}\n' if source else ''
            text += 'RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n'
            break
    else:
        line = 0
    message = f'coroutine {name!r} was never awaited'
    mark = message, file, line
    if action == 'ignore' or action != 'always' and mark in _seen:
        return
    _seen.add(mark)
    print(f'{file}:{line}: RuntimeWarning: {message}\n{text}', end='', file=sys.stderr)


def simplefilter(action, category=Warning, lineno=0, append=False):
    _rules.insert(len(_rules) if append else 0, (action, category))


def filterwarnings(action, message='', category=Warning, module='', lineno=0, append=False):
    simplefilter(action, category, lineno, append)


def resetwarnings():
    _rules.clear()


class catch_warnings:
    # The filters as they were, afterwards.
    def __init__(self, *, record=False, action=None, category=Warning):
        self._action, self._category = action, category

    def __enter__(self):
        self._kept = _rules[:]
        if self._action:
            simplefilter(self._action, self._category)

    def __exit__(self, *exc_info):
        _rules[:] = self._kept
