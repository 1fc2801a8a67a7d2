# concurrent.interpreters: several interpreters in one process, each with a lock of its own. (Since 3.14; PEP 734.)
# An interpreter's main thread serves requests that come through a pipe; what crosses over is pickled.

import _processes
import pickle
import sys
from queue import Empty, Full
from threading import Thread
from types import SimpleNamespace

__all__ = [
    'get_current', 'get_main', 'create', 'list_all', 'is_shareable', 'Interpreter', 'InterpreterError',
    'InterpreterNotFoundError', 'ExecutionFailed', 'NotShareableError', 'create_queue', 'Queue', 'QueueEmpty',
    'QueueFull',
]  # fmt: skip


class InterpreterError(Exception):
    pass


class InterpreterNotFoundError(InterpreterError):
    pass


class NotShareableError(TypeError, ValueError):
    pass


class ExecutionFailed(InterpreterError):
    # Code that was run in an interpreter has ended with an exception: excinfo says which.
    def __init__(self, excinfo):
        super().__init__(excinfo.formatted)
        self.excinfo = excinfo

    def __reduce__(self):
        return type(self), (self.excinfo,)

    def __str__(self):
        return f'{super().__str__()}\n\nUncaught in the interpreter:\n\n{self.excinfo.errdisplay.strip()}'


class QueueEmpty(Empty):
    pass


class QueueFull(Full):
    pass


def _dumped(obj):
    try:
        return pickle.dumps(obj)
    except Exception as error:
        raise NotShareableError(f'{obj!r} does not support cross-interpreter data') from error


def is_shareable(obj):
    try:
        pickle.dumps(obj)
    except Exception:
        return False
    return True


def _packed(func, args, kwargs):
    # A call, to be made in another interpreter.
    call = func, args, kwargs
    try:
        return pickle.dumps(call)
    except Exception:
        pass
    for part in call:
        # Says which of them it is.
        _dumped(part)
    return _dumped(call)


# The interpreters that this one knows, by their ids; the main one has 0. Numbers of processes are larger by that much.
_known = {}
_FIRST = 1000


class Interpreter:
    def __new__(cls, id, /):
        if not isinstance(id, int):
            raise TypeError(f'id must be an int, got {id!r}')
        if id not in _known:
            raise InterpreterNotFoundError(f'unrecognized interpreter ID {id}')
        return _known[id]

    @property
    def id(self):
        return self._id

    @property
    def whence(self):
        return 'runtime init' if self._id == 0 else '_interpreters module'

    def __repr__(self):
        return f'{type(self).__name__}({self._id})'

    def __hash__(self):
        return hash(self._id)

    def __eq__(self, other):
        return other._id == self._id if isinstance(other, Interpreter) else NotImplemented

    def __reduce__(self):
        return _of, (self._id, self._requests, self._running)

    def _check(self):
        if self._id and _processes.status(self._id + _FIRST) is not None:
            raise InterpreterNotFoundError(f'unrecognized interpreter ID {self._id}')
        return self

    def is_running(self):
        self._check()
        return self._running is None or _processes.semaphore_value(self._running) == 0

    def close(self):
        self._check()
        if self._running is None:
            is_main = self._id == 0
            raise InterpreterError(f'cannot destroy the {"main" if is_main else "current"} interpreter')
        if not _processes.acquire(self._running, 0):
            raise InterpreterError('interpreter running')
        _processes.send(self._requests, b'')
        _processes.join((self._id + _FIRST,), None)
        _processes.close(self._requests, True)
        _known.pop(self._id, None)

    def prepare_main(self, ns=None, /, **kwargs):
        self._ask('prepare', {name: _dumped(value) for name, value in {**(ns or {}), **kwargs}.items()})

    def exec(self, code, /):
        if not isinstance(code, str):
            raise TypeError(f'exec() argument 1 must be a string, not {type(code).__name__}')
        self._ask('exec', code)

    def call(self, callable, /, *args, **kwargs):
        return self._result(_packed(callable, args, kwargs), False)

    def call_in_thread(self, callable, /, *args, **kwargs):
        thread = Thread(target=self._result, args=(_packed(callable, args, kwargs), False))
        thread.start()
        return thread

    def _result(self, task, wants_error=True):
        # What a packed call returns, or raises.
        return self._ask('call', task, wants_error)

    def _ask(self, what, data, wants_error=False):
        self._check()
        if self._running is None:
            raise InterpreterError('interpreter already running')
        if not _processes.acquire(self._running, 0):
            raise InterpreterError('interpreter already running')
        answers = _processes.pipe()
        try:
            _processes.send(self._requests, pickle.dumps((what, data, answers)))
            found, error, info = pickle.loads(_processes.receive(answers, None))
        except EOFError:
            raise InterpreterError('the interpreter has ended') from None
        finally:
            _processes.close(answers, False)
            _processes.close(answers, True)
            _processes.release(self._running)
        if info is not None:
            self._fail(info, error if wants_error else None)
        return None if found is None else pickle.loads(found)

    def _fail(self, info, error):
        if isinstance(info, str):
            raise NotShareableError(info)
        info.type = SimpleNamespace(**info.type)
        failure = ExecutionFailed(info)
        if error is None:
            raise failure
        raise pickle.loads(error) from failure


def _of(id, requests, running):
    # The one object for an interpreter.
    if id not in _known:
        made = object.__new__(Interpreter)
        made._id, made._requests, made._running = id, requests, running
        if requests is not None and id != _me:
            _processes.open(requests, True)
        _known[id] = made
    return _known[id]


def _begin():
    pid, parent, kind = _processes.current()
    return pid - _FIRST if kind == 'interpreter' else 0


_me = _begin()
_of(0, None, None)
_of(_me, None, None)


def get_current():
    return _known[_me]


def get_main():
    return _known[0]


def list_all():
    return [one for id, one in sorted(_known.items()) if id in (0, _me) or _processes.status(id + _FIRST) is None]


def create():
    import os

    requests = _processes.pipe()
    running = _processes.semaphore(1, 1)
    payload = pickle.dumps((requests, os.getpid()))
    pid = _processes.spawn(
        'interpreter', 'concurrent.interpreters', '_serve', payload, f'Interpreter {len(_known)}', ((requests, False),)
    )
    _processes.close(requests, False)
    made = object.__new__(Interpreter)
    made._id, made._requests, made._running = pid - _FIRST, requests, running
    _known[made._id] = made
    return made


# In the other interpreter


def _serve(payload):
    import os

    requests, os._pid = pickle.loads(payload)
    pickle._load_main = _load_main
    namespace = {'__name__': '__main__', '__doc__': None}
    while True:
        try:
            request = _processes.receive(requests, None)
        except EOFError:
            # Nobody is left who could ask.
            return
        if not request:
            return
        what, data, answers = pickle.loads(request)
        _processes.open(answers, True)
        found = error = info = None
        try:
            found = _done(what, data, namespace)
        except NotShareableError as problem:
            info = str(problem)
        except BaseException as problem:
            info = _described(problem)
            try:
                error = pickle.dumps(problem)
            except Exception:
                pass
        try:
            _processes.send(answers, pickle.dumps((found, error, info)))
        except BrokenPipeError:
            pass
        _processes.close(answers, True)


def _load_main():
    # Somebody wants what the program has defined: it runs here as well, under another name.
    pickle._load_main = None
    import __mp_main__


def _done(what, data, namespace):
    if what == 'prepare':
        namespace.update({name: pickle.loads(value) for name, value in data.items()})
    elif what == 'exec':
        from textwrap import dedent

        exec(dedent(data), namespace)
    else:
        func, args, kwargs = pickle.loads(data)
        return _dumped(func(*args, **kwargs))
    return None


def _described(error):
    from _remote import text

    cls = type(error)
    names = {'__name__': cls.__name__, '__qualname__': cls.__qualname__, '__module__': cls.__module__}
    message = str(error)
    module = '' if cls.__module__ in ('builtins', '__main__', '__mp_main__') else cls.__module__ + '.'
    formatted = f'{module}{cls.__qualname__}: {message}' if message else f'{module}{cls.__qualname__}'
    return SimpleNamespace(type=names, msg=message, formatted=formatted, errdisplay=text(error))


# Queues

_queues = {}


class Queue:
    # What is in it belongs to no interpreter: each gets a copy.
    def __new__(cls, id, /):
        if id not in _queues:
            raise QueueNotFoundError(f'queue {id} not found')
        return _queues[id]

    id = property(lambda self: self._id)
    maxsize = property(lambda self: self._maxsize)

    def __repr__(self):
        return f'{type(self).__name__}({self._id})'

    def __hash__(self):
        return hash(self._id)

    def __reduce__(self):
        return _queue, (self._id, self._maxsize, self._left, self._used)

    def empty(self):
        return self.qsize() == 0

    def full(self):
        return self._left is not None and _processes.semaphore_value(self._left) == 0

    def qsize(self):
        return _processes.semaphore_value(self._used)

    def put(self, obj, block=True, timeout=None):
        data = _dumped(obj)
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if self._left is not None and not _processes.acquire(self._left, timeout if block else 0):
            raise QueueFull
        # However long: the queue counts what is in it.
        _processes.send(self._id, data, False)
        _processes.release(self._used)

    def put_nowait(self, obj):
        self.put(obj, False)

    def get(self, block=True, timeout=None):
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if not _processes.acquire(self._used, timeout if block else 0):
            raise QueueEmpty
        data = _processes.receive(self._id, None)
        if self._left is not None:
            _processes.release(self._left)
        return pickle.loads(data)

    def get_nowait(self):
        return self.get(False)


class QueueError(InterpreterError):
    pass


class QueueNotFoundError(QueueError):
    pass


def _queue(id, maxsize, left, used):
    if id not in _queues:
        made = object.__new__(Queue)
        made._id, made._maxsize, made._left, made._used = id, maxsize, left, used
        _processes.open(id, False)
        _processes.open(id, True)
        _queues[id] = made
    return _queues[id]


def create_queue(maxsize=0):
    pipe = _processes.pipe()
    left = _processes.semaphore(maxsize, maxsize) if maxsize > 0 else None
    made = _queue(pipe, maxsize, left, _processes.semaphore(0, 2147483647))
    _processes.close(pipe, False)
    _processes.close(pipe, True)
    return made
