# asyncio.timeouts: what is cancelled when it takes too long.

from asyncio.events import get_running_loop
from asyncio.exceptions import CancelledError
from asyncio.tasks import current_task


class Timeout:
    # Its state is 'created', 'active', 'expiring', 'expired', or 'finished'.
    def __init__(self, when):
        self._state = 'created'
        self._timer = self._task = None
        self._when = when

    def __repr__(self):
        facts = ''
        if self._state == 'active':
            facts = f' when={None if self._when is None else round(self._when, 3)}'
        return f'<Timeout [{self._state}]{facts}>'

    def when(self):
        return self._when

    def expired(self):
        return self._state in ('expiring', 'expired')

    def reschedule(self, when):
        if self._state != 'active':
            if self._state == 'created':
                raise RuntimeError('Timeout has not been entered')
            raise RuntimeError(f'Cannot change state of {self._state} Timeout')
        self._when = when
        if self._timer is not None:
            self._timer.cancel()
        if when is None:
            self._timer = None
            return
        loop = get_running_loop()
        if when <= loop.time():
            self._timer = loop.call_soon(self._on_timeout)
        else:
            self._timer = loop.call_at(when, self._on_timeout)

    async def __aenter__(self):
        if self._state != 'created':
            raise RuntimeError('Timeout has already been entered')
        task = current_task()
        if task is None:
            raise RuntimeError('Timeout should be used inside a task')
        self._state = 'active'
        self._task = task
        self._cancelling = task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._state == 'active':
            self._state = 'finished'
            return None
        if self._state == 'expiring':
            self._state = 'expired'
            # Not if somebody else has cancelled the task, too.
            if self._task.uncancel() <= self._cancelling and exc_type is not None:
                if issubclass(exc_type, CancelledError):
                    raise TimeoutError from exc_val
                if exc_val is not None:
                    _timed_out(exc_val)
                    if isinstance(exc_val, BaseExceptionGroup):
                        for one in exc_val.exceptions:
                            _timed_out(one)
        return None

    def _on_timeout(self):
        self._task.cancel()
        self._state = 'expiring'
        self._timer = None


def _timed_out(error):
    # A cancellation that led to another exception was the time-out.
    while error.__context__ is not None:
        if isinstance(error.__context__, CancelledError):
            late = TimeoutError()
            late.__context__ = late.__cause__ = error.__context__
            error.__context__ = late
            break
        error = error.__context__


def timeout(delay):
    return Timeout(None if delay is None else get_running_loop().time() + delay)


def timeout_at(when):
    return Timeout(when)
