# contextlib: helpers for `with`.

from _collections import deque
from functools import wraps


class AbstractContextManager:
    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        return None


class ContextDecorator:
    # Lets a context manager also be used as a decorator.
    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kwargs):
            with self._recreate_cm():
                return func(*args, **kwargs)

        return inner


class _Generated(ContextDecorator, AbstractContextManager):
    # The generator's part before its yield is __enter__, the part behind it is __exit__.
    def __init__(self, func, args, kwargs):
        self._call = func, args, kwargs
        self.gen = func(*args, **kwargs)

    def _recreate_cm(self):
        return type(self)(*self._call)

    def __enter__(self):
        del self._call
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, typ, value, traceback):
        if typ is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            self.gen.close()
            raise RuntimeError("generator didn't stop")
        value = typ() if value is None else value
        try:
            self.gen.throw(value)
        except BaseException as error:
            return _swallowed(error, value, traceback)
        self.gen.close()
        raise RuntimeError("generator didn't stop after throw()")


def _swallowed(error, value, traceback):
    # Whether a generator that was thrown `value` and ended by `error` has dealt with it.
    if error is value or isinstance(value, (StopIteration, StopAsyncIteration)) and error.__cause__ is value:
        value.__traceback__ = traceback
        return False
    if isinstance(error, (StopIteration, StopAsyncIteration)):
        return True
    error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
    raise error


class _AsyncGenerated:
    def __init__(self, func, args, kwargs):
        self.gen = func(*args, **kwargs)

    async def __aenter__(self):
        try:
            return await anext(self.gen)
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, typ, value, traceback):
        if typ is None:
            try:
                await anext(self.gen)
            except StopAsyncIteration:
                return False
            await self.gen.aclose()
            raise RuntimeError("generator didn't stop")
        value = typ() if value is None else value
        try:
            await self.gen.athrow(value)
        except BaseException as error:
            return _swallowed(error, value, traceback)
        await self.gen.aclose()
        raise RuntimeError("generator didn't stop after athrow()")


def contextmanager(func):
    return wraps(func)(lambda *args, **kwargs: _Generated(func, args, kwargs))


def asynccontextmanager(func):
    return wraps(func)(lambda *args, **kwargs: _AsyncGenerated(func, args, kwargs))


class closing(AbstractContextManager):
    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()


class suppress(AbstractContextManager):
    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, typ, value, traceback):
        if typ is None:
            return None
        if issubclass(typ, self._exceptions):
            return True
        if isinstance(value, BaseExceptionGroup):
            rest = value.split(self._exceptions)[1]
            if rest is None:
                return True
            raise rest
        return False


class nullcontext(AbstractContextManager):
    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *excinfo):
        pass

    async def __aenter__(self):
        return self.enter_result

    async def __aexit__(self, *excinfo):
        pass


class _redirect(AbstractContextManager):
    def __init__(self, new_target):
        self._new_target = new_target
        self._old_targets = []

    def __enter__(self):
        import sys

        self._old_targets.append(getattr(sys, self._stream))
        setattr(sys, self._stream, self._new_target)
        return self._new_target

    def __exit__(self, *excinfo):
        import sys

        setattr(sys, self._stream, self._old_targets.pop())


class redirect_stdout(_redirect):
    _stream = 'stdout'


class redirect_stderr(_redirect):
    _stream = 'stderr'


class ExitStack(AbstractContextManager):
    # Any number of context managers and callbacks, left in the opposite order.
    def __init__(self):
        self._exits = deque()

    def push(self, exit):
        method = getattr(type(exit), '__exit__', None)
        self._exits.append(exit if method is None else lambda *details: method(exit, *details))
        return exit

    def callback(self, callback, /, *args, **kwds):
        self._exits.append(lambda *details: callback(*args, **kwds) and None)
        return callback

    def enter_context(self, cm):
        cls = type(cm)
        if not hasattr(cls, '__enter__') or not hasattr(cls, '__exit__'):
            raise TypeError(
                f"'{cls.__module__}.{cls.__qualname__}' object does not support the context manager protocol"
            )
        result = cls.__enter__(cm)
        self.push(cm)
        return result

    def pop_all(self):
        new = type(self)()
        new._exits, self._exits = self._exits, deque()
        return new

    def close(self):
        self.__exit__(None, None, None)

    def __exit__(self, typ, value, traceback):
        first = value
        while self._exits:
            details = (None, None, None) if value is None else (type(value), value, value.__traceback__)
            try:
                if self._exits.pop()(*details):
                    value = None
            except BaseException as error:
                # It happened in what was under way.
                last = error
                while last.__context__ is not None and last.__context__ is not value:
                    last = last.__context__
                if last is not value:
                    last.__context__ = value
                value = error
        if value is not None and value is not first:
            raise value
        return first is not None and value is None
