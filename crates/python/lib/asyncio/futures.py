# asyncio.futures: results that are there later.

from _core import ending
from asyncio import events
from asyncio.exceptions import CancelledError, InvalidStateError

_PENDING, _CANCELLED, _FINISHED = 'PENDING', 'CANCELLED', 'FINISHED'


class Future:
    _state = _PENDING
    _result = _exception = _cancel_message = _cancelled_error = None
    # Tells of an exception that nobody has looked at, when this is freed.
    _unseen = None
    _asyncio_future_blocking = False

    def __init__(self, *, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        self._state = _PENDING
        # Tasks that wait for it, and pairs of a function and a context.
        self._callbacks = []

    def __repr__(self):
        return _repr(type(self), self._facts())

    def _facts(self):
        parts = [self._state.lower()]
        if self._state == _FINISHED:
            if self._exception is not None:
                parts.append(f'exception={self._exception!r}')
            else:
                from asyncio._shown import short

                parts.append(f'result={short(self._result)}')
        if self._callbacks:
            parts.append(_shown(self._callbacks))
        return parts

    @classmethod
    def __class_getitem__(cls, item):
        from types import GenericAlias

        return GenericAlias(cls, item)

    def get_loop(self):
        return self._loop

    def cancelled(self):
        return self._state == _CANCELLED

    def done(self):
        return self._state != _PENDING

    @property
    def _log_traceback(self):
        return self._unseen is not None

    @_log_traceback.setter
    def _log_traceback(self, value):
        if value:
            raise ValueError('_log_traceback can only be set to False')
        self._seen()

    def _seen(self):
        unseen, self._unseen = self._unseen, None
        if unseen is not None:
            unseen.disarm()

    def result(self):
        if self._state == _FINISHED:
            if self._exception is None:
                return self._result
            if self._unseen is not None:
                self._seen()
            try:
                raise self._exception
            finally:
                self = None
        if self._state == _CANCELLED:
            raise self._make_cancelled_error()
        raise InvalidStateError('Result is not set.')

    def exception(self):
        if self._state == _CANCELLED:
            raise self._make_cancelled_error()
        if self._state != _FINISHED:
            raise InvalidStateError('Exception is not set.')
        if self._unseen is not None:
            self._seen()
        return self._exception

    def _make_cancelled_error(self):
        error, self._cancelled_error = self._cancelled_error, None
        if error is None:
            error = CancelledError() if self._cancel_message is None else CancelledError(self._cancel_message)
        return error

    def cancel(self, msg=None):
        if self._unseen is not None:
            self._seen()
        if self._state != _PENDING:
            return False
        self._cancel_message = msg
        self._end(_CANCELLED)
        return True

    def set_result(self, result):
        if self._state != _PENDING:
            raise InvalidStateError('invalid state')
        self._result = result
        self._end(_FINISHED)

    def set_exception(self, exception):
        if self._state != _PENDING:
            raise InvalidStateError('invalid state')
        if isinstance(exception, type):
            exception = exception()
        if isinstance(exception, StopIteration):
            cause = exception
            exception = RuntimeError(
                'StopIteration interacts badly with generators and cannot be raised into a Future'
            )
            exception.__cause__ = exception.__context__ = cause
        if not isinstance(exception, BaseException):
            raise TypeError('invalid exception object')
        self._exception = exception
        self._end(_FINISHED)
        self._unseen = ending(_tell_unseen, *self._identity())

    def _identity(self):
        # What can be told of it when it is gone.
        return self._loop, type(self), self._exception, ()

    def _end(self, state):
        self._state = state
        callbacks = self._callbacks
        if callbacks:
            self._callbacks = []
            loop = self._loop
            for one in callbacks:
                if type(one) is tuple:
                    loop.call_soon(one[0], self, context=one[1])
                else:
                    one._fut_waiter = None
                    loop._ready.append(one)

    def add_done_callback(self, fn, *, context=None):
        if self._state != _PENDING:
            self._loop.call_soon(fn, self, context=context)
        else:
            self._callbacks.append((fn, context))

    def remove_done_callback(self, fn):
        kept = [one for one in self._callbacks if type(one) is not tuple or one[0] != fn]
        count = len(self._callbacks) - len(kept)
        if count:
            self._callbacks[:] = kept
        return count

    def __await__(self):
        if self._state == _PENDING:
            self._asyncio_future_blocking = True
            yield self
            if self._state == _PENDING:
                raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__


Future.__module__ = '_asyncio'


def _repr(cls, parts):
    return f'<{cls.__name__} {" ".join(parts)}>'


def _shown(callbacks):
    shown = ['Task.task_wakeup()' if type(one) is not tuple else events._source(one[0], ()) for one in callbacks]
    if len(shown) > 2:
        shown = [shown[0], f'<{len(shown) - 2} more>', shown[-1]]
    return f'cb=[{", ".join(shown)}]'


class _Gone:
    # Stands for a future that is gone.
    def __init__(self, text):
        self._text = text

    def __repr__(self):
        return self._text


def _tell_unseen(loop, cls, exception, more):
    text = _repr(cls, ['finished', *more, f'exception={exception!r}'])
    loop.call_exception_handler({
        'message': f'{cls.__name__} exception was never retrieved', 'exception': exception, 'future': _Gone(text),
    })


def isfuture(obj):
    return hasattr(type(obj), '_asyncio_future_blocking') and obj._asyncio_future_blocking is not None


def _set_result_unless_cancelled(future, result):
    if future._state == _PENDING:
        future.set_result(result)


def _same_exception(error):
    # One of concurrent.futures becomes asyncio's.
    import concurrent.futures as futures

    if isinstance(error, futures.CancelledError):
        return CancelledError(*error.args)
    if isinstance(error, futures.InvalidStateError):
        return InvalidStateError(*error.args)
    return error


def _copy(source, future):
    # What came out of one future goes into another one of this loop.
    if future.cancelled():
        return
    if source.cancelled():
        future.cancel()
    elif source.exception() is not None:
        future.set_exception(_same_exception(source.exception()))
    else:
        future.set_result(source.result())


def wrap_future(future, *, loop=None):
    # A future of a thread pool as one of a loop; cancelling it cancels the other one.
    if isfuture(future):
        return future
    loop = events.get_event_loop() if loop is None else loop
    new = loop.create_future()

    def on_end(_):
        if new.cancelled():
            future.cancel()

    def on_source_end(_):
        if not (new.cancelled() and loop.is_closed()):
            loop._call_from_thread(_copy, future, new)

    new.add_done_callback(on_end)
    future.add_done_callback(on_source_end)
    return new
