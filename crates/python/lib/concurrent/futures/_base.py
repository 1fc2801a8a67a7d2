# Futures, and waiting for several of them.

from collections import namedtuple
from threading import Condition
from time import monotonic

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'

PENDING, RUNNING, CANCELLED = 'PENDING', 'RUNNING', 'CANCELLED'
CANCELLED_AND_NOTIFIED, FINISHED = 'CANCELLED_AND_NOTIFIED', 'FINISHED'
_SHOWN = {
    PENDING: 'pending',
    RUNNING: 'running',
    CANCELLED: 'cancelled',
    CANCELLED_AND_NOTIFIED: 'cancelled',
    FINISHED: 'finished',
}


class Error(Exception):
    pass


class CancelledError(Error):
    pass


class InvalidStateError(Error):
    pass


class BrokenExecutor(RuntimeError):
    pass


TimeoutError = TimeoutError


def _logger():
    import logging

    return logging.getLogger('concurrent.futures')


class Future:
    # A result that is there later.
    def __init__(self):
        self._condition = Condition()
        self._state = PENDING
        self._result = None
        self._exception = None
        self._done_callbacks = []
        # Functions of those who wait for several: called once it is over and whoever ran it knows.
        self._waiters = []

    def __repr__(self):
        with self._condition:
            what = ''
            if self._state == FINISHED:
                value = self._result if self._exception is None else self._exception
                what = f' {"returned" if self._exception is None else "raised"} {type(value).__name__}'
            return f'<{type(self).__name__} at {id(self):#x} state={_SHOWN[self._state]}{what}>'

    def cancelled(self):
        with self._condition:
            return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED)

    def running(self):
        with self._condition:
            return self._state == RUNNING

    def done(self):
        return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED)

    def cancel(self):
        # Possible until it runs.
        with self._condition:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
                return True
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def result(self, timeout=None):
        try:
            with self._condition:
                self._wait(timeout)
                if self._exception is not None:
                    raise self._exception
                return self._result
        finally:
            # The traceback refers to this frame.
            self = None

    def exception(self, timeout=None):
        with self._condition:
            self._wait(timeout)
            return self._exception

    def _wait(self, timeout):
        if not self.done():
            self._condition.wait(timeout)
        if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
            raise CancelledError()
        if self._state != FINISHED:
            raise TimeoutError()

    def add_done_callback(self, fn):
        # fn(future) is called by whoever ends it, or now.
        with self._condition:
            if not self.done():
                self._done_callbacks.append(fn)
                return
        self._call(fn)

    def _invoke_callbacks(self):
        for fn in self._done_callbacks:
            self._call(fn)

    def _call(self, fn):
        try:
            fn(self)
        except Exception:
            _logger().exception('exception calling callback for %r', self)

    def set_running_or_notify_cancel(self):
        with self._condition:
            if self._state == PENDING:
                self._state = RUNNING
                return True
            if self._state == CANCELLED:
                self._state = CANCELLED_AND_NOTIFIED
                waiters, self._waiters = self._waiters, []
            else:
                _logger().critical('Future %s in unexpected state: %s', id(self), self._state)
                raise RuntimeError('Future in unexpected state')
        for waiter in waiters:
            waiter(self)
        return False

    def set_result(self, result):
        self._finish(result, None)

    def set_exception(self, exception):
        self._finish(None, exception)

    def _finish(self, result, exception):
        with self._condition:
            if self.done():
                raise InvalidStateError(f'{self._state}: {self!r}')
            self._state, self._result, self._exception = FINISHED, result, exception
            waiters, self._waiters = self._waiters, []
            self._condition.notify_all()
        for waiter in waiters:
            waiter(self)
        self._invoke_callbacks()

    def _watch(self, waiter):
        # waiter(self) is called when it is over. Whether it is already.
        with self._condition:
            if self._state in (CANCELLED_AND_NOTIFIED, FINISHED):
                return True
            self._waiters.append(waiter)
            return False

    def _unwatch(self, waiter):
        with self._condition:
            if waiter in self._waiters:
                self._waiters.remove(waiter)


DoneAndNotDoneFutures = namedtuple('DoneAndNotDoneFutures', 'done not_done')


class _Watch:
    # The futures that somebody waits for: `done` has those that are over and not taken yet.
    def __init__(self, futures):
        self.condition = Condition()
        self.done = []
        self.has_failed = False
        self.pending = set(futures)
        for future in futures:
            if future._watch(self._ended):
                self._ended(future)

    def _ended(self, future):
        with self.condition:
            self.pending.discard(future)
            self.done.append(future)
            if future._state == FINISHED and future._exception is not None:
                self.has_failed = True
            self.condition.notify()

    def stop(self):
        for future in list(self.pending):
            future._unwatch(self._ended)


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    fs = set(fs)
    watch = _Watch(fs)
    if watch.pending and return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        watch.stop()
        raise ValueError(f'Invalid return condition: {return_when!r}')

    def enough():
        if return_when == FIRST_COMPLETED and watch.done or return_when == FIRST_EXCEPTION and watch.has_failed:
            return True
        return not watch.pending

    with watch.condition:
        watch.condition.wait_for(enough, timeout)
        done = set(watch.done)
    watch.stop()
    return DoneAndNotDoneFutures(done, fs - done)


def as_completed(fs, timeout=None):
    # Each future when it is done.
    end = None if timeout is None else timeout + monotonic()
    fs = set(fs)
    return _in_order(_Watch(fs), len(fs), end)


def _in_order(watch, total, end):
    try:
        while watch.pending or watch.done:
            with watch.condition:
                left = None if end is None else end - monotonic()
                if not watch.done and (left is None or left >= 0):
                    watch.condition.wait_for(lambda: watch.done, left)
                done, watch.done = watch.done, []
                late = not done
            if late:
                raise TimeoutError(f'{len(watch.pending)} (of {total}) futures unfinished')
            done.reverse()
            while done:
                yield done.pop()
    finally:
        watch.stop()


class Executor:
    # What all pools can do.
    def submit(self, fn, /, *args, **kwargs):
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1, buffersize=None):
        # The results in the order of the arguments. All of these are handed in now, or as many as the buffer holds.
        if buffersize is not None and not isinstance(buffersize, int):
            raise TypeError('buffersize must be an integer or None')
        if buffersize is not None and buffersize < 1:
            raise ValueError('buffersize must be None or > 0')
        end = None if timeout is None else timeout + monotonic()
        rows = zip(*iterables)
        futures = []
        for args in rows:
            futures.append(self.submit(fn, *args))
            if len(futures) == buffersize:
                break
        return self._in_order(futures, fn, rows if buffersize else (), end)

    def _in_order(self, futures, fn, rows, end):
        futures.reverse()
        try:
            rows = iter(rows)
            while futures:
                for args in rows:
                    futures.insert(0, self.submit(fn, *args))
                    break
                future = futures.pop()
                try:
                    yield future.result(None if end is None else end - monotonic())
                finally:
                    future.cancel()
                    del future
        finally:
            for future in futures:
                future.cancel()

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False
