# A process that keeps objects for others, which have proxies of them.

import threading
from multiprocessing.connection import Pipe
from multiprocessing.context import _default_context


class RemoteError(Exception):
    pass


class Namespace:
    def __init__(self, /, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        items = sorted([f'{name}={value!r}' for name, value in self.__dict__.items() if not name.startswith('_')])
        return f'{type(self).__name__}({", ".join(items)})'


class Value:
    def __init__(self, typecode, value, lock=True):
        self._typecode, self._value = typecode, value

    def get(self):
        return self._value

    def set(self, value):
        self._value = value

    def __repr__(self):
        return f'{type(self).__name__}({self._typecode!r}, {self._value!r})'

    value = property(get, set)


def _array(typecode, sequence, lock=True):
    return list(sequence)


def _serve(requests, started, initializer, initargs):
    # What the manager's process does: a request is (object's number, method, arguments, where the answer goes).
    if initializer is not None:
        initializer(*initargs)
    objects = {}
    started.send(None)
    started.close()
    while (request := requests.recv()) is not None:
        # Some methods wait for others.
        threading.Thread(target=_answer, args=(objects, *request), daemon=True).start()


def _answer(objects, number, method, args, kwds, reply):
    try:
        if number is None:
            objects[method] = _TYPES[args[0]][0](*args[1], **kwds)
            answer = True, None
        else:
            answer = True, getattr(objects[number], method)(*args, **kwds)
            if type(answer[1]) in _VIEWS:
                answer = True, list(answer[1])
    except BaseException as error:
        answer = False, error
    with reply:
        try:
            reply.send(answer)
        except BrokenPipeError:
            pass
        except Exception as error:
            reply.send((False, RemoteError(f'{type(error).__name__}: {error}')))


_VIEWS = type({}.keys()), type({}.values()), type({}.items()), type(iter([])), type(iter({}))


class BaseProxy:
    def __init__(self, requests, number, typeid):
        self.__dict__.update(_requests=requests, _number=number, _typeid=typeid)

    def __reduce__(self):
        return type(self), (self._requests, self._number, self._typeid)

    def _callmethod(self, methodname, args=(), kwds={}):
        return _asked(self._requests, self._number, methodname, args, kwds)

    def _getvalue(self):
        raise NotImplementedError('a proxy gives no copy of its object here: copy what is in it')

    def __repr__(self):
        return f'<{type(self).__name__} object, typeid {self._typeid!r} at {id(self):#x}>'

    def __str__(self):
        return self._callmethod('__repr__')


def _asked(requests, number, method, args, kwds):
    answers, reply = Pipe(duplex=False)
    with answers, reply:
        requests.send((number, method, args, kwds, reply))
        success, value = answers.recv()
    if success:
        return value
    raise value


def _method(name):
    def method(self, /, *args, **kwds):
        return self._callmethod(name, args, kwds)

    return method


def _proxy(name, methods):
    return type(name, (BaseProxy,), {method: _method(method) for method in methods.split()})


_SEQUENCE = '__contains__ __delitem__ __getitem__ __len__ __setitem__ '
_DictProxy = _proxy('_DictProxy', _SEQUENCE + 'clear copy get items keys pop popitem setdefault update values')
_ListProxy = _proxy(
    '_ListProxy',
    _SEQUENCE + '__add__ __mul__ __rmul__ append clear copy count extend index insert pop remove reverse sort',
)


class DictProxy(_DictProxy):
    def __iter__(self):
        return iter(self._callmethod('keys'))


class ListProxy(_ListProxy):
    def __iter__(self):
        # Item by item: others may change it meanwhile.
        at = 0
        while True:
            try:
                item = self[at]
            except IndexError:
                return
            yield item
            at += 1

    def __iadd__(self, value):
        self._callmethod('extend', (value,))
        return self

    def __imul__(self, value):
        self._callmethod('__imul__', (value,))
        return self


class NamespaceProxy(BaseProxy):
    def __getattr__(self, key):
        if key[0] == '_':
            raise AttributeError(key)
        return self._callmethod('__getattribute__', (key,))

    def __setattr__(self, key, value):
        self._callmethod('__setattr__', (key, value))

    def __delattr__(self, key):
        self._callmethod('__delattr__', (key,))


class ValueProxy(BaseProxy):
    def get(self):
        return self._callmethod('get')

    def set(self, value):
        return self._callmethod('set', (value,))

    value = property(get, set)


class AcquirerProxy(_proxy('_AcquirerProxy', 'acquire release')):
    def __enter__(self):
        return self.acquire()

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.release()


class EventProxy(_proxy('_EventProxy', 'is_set set clear wait')):
    pass


class BarrierProxy(_proxy('_BarrierProxy', 'wait abort reset')):
    pass


class QueueProxy(
    _proxy('_QueueProxy', 'put get put_nowait get_nowait qsize empty full join task_done')
):
    pass


class ArrayProxy(_proxy('_ArrayProxy', '__len__ __getitem__ __setitem__')):
    pass


def _queue(*args):
    import queue

    return queue.Queue(*args)


# Each request has a thread of its own there: what belongs to a thread, an RLock, is not possible.
_TYPES = {
    'dict': (dict, DictProxy), 'list': (list, ListProxy), 'Namespace': (Namespace, NamespaceProxy),
    'Value': (Value, ValueProxy), 'Array': (_array, ArrayProxy), 'Lock': (threading.Lock, AcquirerProxy),
    'Semaphore': (threading.Semaphore, AcquirerProxy), 'BoundedSemaphore': (threading.BoundedSemaphore, AcquirerProxy), 'Event': (threading.Event, EventProxy),
    'Barrier': (threading.Barrier, BarrierProxy), 'Queue': (_queue, QueueProxy), 'JoinableQueue': (_queue, QueueProxy),
}  # fmt: skip


class BaseManager:
    def __init__(self, address=None, authkey=None, serializer='pickle', ctx=None, *, shutdown_timeout=1.0):
        self._ctx = ctx or _default_context.get_context()
        self._count = 0
        self._process = None

    def start(self, initializer=None, initargs=()):
        requests, self._requests = Pipe(duplex=False)
        started, starting = Pipe(duplex=False)
        self._process = self._ctx.Process(target=_serve, args=(requests, starting, initializer, initargs), daemon=True)
        self._process.name = f'{type(self).__name__}-{":".join([str(part) for part in self._process._identity])}'
        self._process.start()
        with requests, started:
            # The server has the only one, so that its end can be heard.
            starting.close()
            started.recv()

    def _create(self, typeid, /, *args, **kwds):
        assert self._process is not None, 'server not yet started'
        self._count += 1
        number = self._count
        _asked(self._requests, None, number, (typeid, args), kwds)
        return _TYPES[typeid][1](self._requests, number, typeid)

    def shutdown(self):
        if self._process is not None and self._process.is_alive():
            self._requests.send(None)
            self._process.join(1.0)
            if self._process.is_alive():
                self._process.terminate()
                self._process.join()

    def join(self, timeout=None):
        self._process.join(timeout)

    def __enter__(self):
        if self._process is None:
            self.start()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown()

    @classmethod
    def register(cls, typeid, callable=None, proxytype=None, exposed=None, method_to_typeid=None, create_method=True):
        raise NotImplementedError(
            'managers of classes of your own are not supported here: use a manager of dicts, lists and queues'
        )


class SyncManager(BaseManager):
    # dict(), list(), Namespace(), Value(), Queue() and so on.
    def __getattr__(self, name):
        if name not in _TYPES:
            raise AttributeError(f'{type(self).__name__!r} object has no attribute {name!r}')
        return lambda *args, **kwds: self._create(name, *args, **kwds)
