# asyncio.locks: what tasks of one loop wait for. Those who wait are woken in the order in which they came.

from _collections import deque
from asyncio.events import _get_running_loop
from asyncio.exceptions import CancelledError


class _Bound:
    # Belongs to the loop in which somebody first has to wait.
    _loop = None

    def __init__(self):
        self._waiters = deque()

    def _get_loop(self):
        loop = _get_running_loop()
        if self._loop is None:
            self._loop = loop
        if loop is not self._loop:
            raise RuntimeError(f'{self!r} is bound to a different event loop')
        return loop

    def _has_waiters(self):
        for one in self._waiters:
            if not one.cancelled():
                return True
        return False

    async def _line_up(self, future):
        self._waiters.append(future)
        try:
            await future
        finally:
            self._waiters.remove(future)

    def _describe(self, extra):
        if self._waiters:
            extra = f'{extra}, waiters:{len(self._waiters)}'
        return f'{object.__repr__(self)[:-1]} [{extra}]>'


class _Context:
    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, *exc_info):
        self.release()


class Lock(_Context, _Bound):
    def __init__(self):
        super().__init__()
        self._locked = False

    def __repr__(self):
        return self._describe('locked' if self._locked else 'unlocked')

    def locked(self):
        return self._locked

    async def acquire(self):
        if not self._locked and not self._has_waiters():
            self._locked = True
            return True
        try:
            await self._line_up(self._get_loop().create_future())
        except CancelledError:
            # Who was woken and is cancelled wakes the next one.
            if not self._locked:
                self._wake_first()
            raise
        self._locked = True
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError('Lock is not acquired.')
        self._locked = False
        self._wake_first()

    def _wake_first(self):
        if self._waiters and not self._waiters[0].done():
            self._waiters[0].set_result(True)


class Event(_Bound):
    def __init__(self):
        super().__init__()
        self._value = False

    def __repr__(self):
        return self._describe('set' if self._value else 'unset')

    def is_set(self):
        return self._value

    def set(self):
        if not self._value:
            self._value = True
            for future in self._waiters:
                if not future.done():
                    future.set_result(True)

    def clear(self):
        self._value = False

    async def wait(self):
        if self._value:
            return True
        await self._line_up(self._get_loop().create_future())
        return True


class Condition(_Context, _Bound):
    def __init__(self, lock=None):
        super().__init__()
        self._lock = Lock() if lock is None else lock
        self.locked, self.acquire, self.release = self._lock.locked, self._lock.acquire, self._lock.release

    def __repr__(self):
        return self._describe('locked' if self.locked() else 'unlocked')

    async def wait(self):
        if not self.locked():
            raise RuntimeError('cannot wait on un-acquired lock')
        future = self._get_loop().create_future()
        self.release()
        try:
            try:
                await self._line_up(future)
                return True
            finally:
                # It has the lock again, whatever comes meanwhile.
                error = None
                while True:
                    try:
                        await self.acquire()
                        break
                    except CancelledError as one:
                        error = one
                if error is not None:
                    try:
                        raise error
                    finally:
                        error = None
        except BaseException:
            # Another one may be woken in its place.
            self._notify(1)
            raise

    async def wait_for(self, predicate):
        while not (result := predicate()):
            await self.wait()
        return result

    def notify(self, n=1):
        if not self.locked():
            raise RuntimeError('cannot notify on un-acquired lock')
        self._notify(n)

    def _notify(self, n):
        for future in self._waiters:
            if n <= 0:
                break
            if not future.done():
                n -= 1
                future.set_result(False)

    def notify_all(self):
        self.notify(len(self._waiters))


class Semaphore(_Context, _Bound):
    def __init__(self, value=1):
        if value < 0:
            raise ValueError('Semaphore initial value must be >= 0')
        super().__init__()
        self._value = value

    def __repr__(self):
        return self._describe('locked' if self.locked() else f'unlocked, value:{self._value}')

    def locked(self):
        return self._value == 0 or self._has_waiters()

    async def acquire(self):
        if not self.locked():
            self._value -= 1
            return True
        future = self._get_loop().create_future()
        try:
            await self._line_up(future)
        except CancelledError:
            if future.done() and not future.cancelled():
                # It was woken: what it was given goes to the next one.
                self._value += 1
            raise
        finally:
            while self._value > 0 and self._wake_next():
                pass
        return True

    def release(self):
        self._value += 1
        self._wake_next()

    def _wake_next(self):
        for future in self._waiters:
            if not future.done():
                self._value -= 1
                future.set_result(True)
                return True
        return False


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        self._bound_value = value
        super().__init__(value)

    def release(self):
        if self._value >= self._bound_value:
            raise ValueError('BoundedSemaphore released too many times')
        super().release()
