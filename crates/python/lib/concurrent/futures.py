# concurrent.futures: a pool of threads, and the results that they will have.

from _collections import deque
from itertools import count
from queue import Empty, SimpleQueue
from threading import Condition, Lock, Semaphore, Thread, _register_atexit
from time import monotonic

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'


class Error(Exception):
    pass


class CancelledError(Error):
    pass


class InvalidStateError(Error):
    pass


class BrokenThreadPool(RuntimeError):
    pass


TimeoutError = TimeoutError


class Future:
    # A result that is there later. The state is 'pending', 'running', 'cancelled', or 'finished'.
    def __init__(self):
        self._condition = Condition()
        self._state = 'pending'
        self._result = None
        self._exception = None
        self._callbacks = []

    def __repr__(self):
        with self._condition:
            what = ''
            if self._state == 'finished':
                value = self._result if self._exception is None else self._exception
                what = f' {"returned" if self._exception is None else "raised"} {type(value).__name__}'
            return f'<{type(self).__name__} at {id(self):#x} state={self._state}{what}>'

    def cancelled(self):
        return self._state == 'cancelled'

    def running(self):
        return self._state == 'running'

    def done(self):
        return self._state in ('cancelled', 'finished')

    def cancel(self):
        # Possible until it runs.
        with self._condition:
            if self._state in ('running', 'finished'):
                return False
            if self._state == 'cancelled':
                return True
        return self._end('cancelled')

    def result(self, timeout=None):
        with self._condition:
            self._wait(timeout)
            if self._exception is not None:
                try:
                    raise self._exception
                finally:
                    # The traceback refers to this frame.
                    self = None
            return self._result

    def exception(self, timeout=None):
        with self._condition:
            self._wait(timeout)
            return self._exception

    def _wait(self, timeout):
        if not self._condition.wait_for(self.done, timeout):
            raise TimeoutError
        if self._state == 'cancelled':
            raise CancelledError

    def add_done_callback(self, fn):
        # fn(future) is called by whoever ends it, or now.
        with self._condition:
            if not self.done():
                self._callbacks.append(fn)
                return
        self._call(fn)

    def _call(self, fn):
        try:
            fn(self)
        except Exception:
            import logging

            logging.getLogger('concurrent.futures').exception('exception calling callback for %r', self)

    def set_running_or_notify_cancel(self):
        with self._condition:
            if self._state == 'cancelled':
                return False
            self._state = 'running'
            return True

    def set_result(self, result):
        self._end('finished', result)

    def set_exception(self, exception):
        self._end('finished', None, exception)

    def _end(self, state, result=None, exception=None):
        with self._condition:
            if self.done() or state == 'cancelled' and self._state == 'running':
                if state == 'cancelled':
                    return self._state == 'cancelled'
                raise InvalidStateError(f'{self._state.upper()}: {self!r}')
            self._state, self._result, self._exception = state, result, exception
            callbacks, self._callbacks = self._callbacks, []
            self._condition.notify_all()
        for fn in callbacks:
            self._call(fn)
        return True


class Executor:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.shutdown()
        return False

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        # The results in the order of the arguments, all of which are handed in now.
        end = None if timeout is None else monotonic() + timeout
        futures = deque([self.submit(fn, *args) for args in zip(*iterables)])

        def results():
            try:
                while futures:
                    yield futures.popleft().result(None if end is None else end - monotonic())
            finally:
                for future in futures:
                    future.cancel()

        return results()


_numbers = count()
_pools = []


class ThreadPoolExecutor(Executor):
    # Threads are started as they are needed, and wait for more work then.
    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
        if max_workers is None:
            import os

            max_workers = min(32, (os.cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._max_workers = max_workers
        self._thread_name_prefix = thread_name_prefix or f'ThreadPoolExecutor-{next(_numbers)}'
        self._initializer, self._initargs = initializer, initargs
        self._work_queue = SimpleQueue()
        self._idle_semaphore = Semaphore(0)
        self._threads = set()
        self._broken = False
        self._shutdown = False
        self._shutdown_lock = Lock()
        _pools.append(self)

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock:
            if self._broken:
                raise BrokenThreadPool(self._broken)
            if self._shutdown:
                raise RuntimeError('cannot schedule new futures after shutdown')
            if _ended:
                raise RuntimeError('cannot schedule new futures after interpreter shutdown')
            future = Future()
            self._work_queue.put((future, fn, args, kwargs))
            if not self._idle_semaphore.acquire(timeout=0) and len(self._threads) < self._max_workers:
                thread = Thread(name=f'{self._thread_name_prefix}_{len(self._threads)}', target=self._work)
                thread.start()
                self._threads.add(thread)
            return future

    def _work(self):
        # What each thread of the pool does. None in the queue is the end, for the others as well.
        try:
            if self._initializer is not None:
                self._initializer(*self._initargs)
        except BaseException:
            import logging

            logging.getLogger('concurrent.futures').critical('Exception in initializer:', exc_info=True)
            self._break()
            return
        while True:
            try:
                work = self._work_queue.get_nowait()
            except Empty:
                self._idle_semaphore.release()
                work = self._work_queue.get()
            if work is None:
                self._work_queue.put(None)
                return
            _run(*work)
            del work

    def _break(self):
        with self._shutdown_lock:
            self._broken = 'A thread initializer failed, the thread pool is not usable anymore'
            for future, *_ in self._left():
                future.set_exception(BrokenThreadPool(self._broken))

    def _left(self):
        # Takes the work out of the queue that nobody has begun.
        works = []
        while not self._work_queue.empty():
            work = self._work_queue.get_nowait()
            if work is not None:
                works.append(work)
        return works

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._shutdown = True
            if cancel_futures:
                for future, *_ in self._left():
                    future.cancel()
            self._work_queue.put(None)
            if self in _pools:
                _pools.remove(self)
        if wait:
            for thread in self._threads:
                thread.join()


def _run(future, fn, args, kwargs):
    if future.set_running_or_notify_cancel():
        try:
            result = fn(*args, **kwargs)
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)


_ended = False


def _end():
    # Pools that nobody has shut down finish their work when the program ends.
    global _ended
    _ended = True
    for pool in list(_pools):
        pool._work_queue.put(None)
    for pool in list(_pools):
        for thread in list(pool._threads):
            thread.join()


_register_atexit(_end)


class _Done(tuple):
    # What wait() gives: the sets `done` and `not_done`.
    done = property(lambda self: self[0])
    not_done = property(lambda self: self[1])

    def __repr__(self):
        return f'DoneAndNotDoneFutures(done={self[0]!r}, not_done={self[1]!r})'


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f'Invalid return condition: {return_when!r}')
    fs = set(fs)
    condition = Condition()
    pending = set(fs)
    failed = []

    def ended(future):
        with condition:
            pending.discard(future)
            if not future.cancelled() and future.exception():
                failed.append(future)
            condition.notify()

    def enough():
        if not pending or return_when == FIRST_EXCEPTION and failed:
            return True
        return return_when == FIRST_COMPLETED and len(pending) < len(fs)

    for future in fs:
        future.add_done_callback(ended)
    with condition:
        condition.wait_for(enough, timeout)
        not_done = {future for future in pending if not future.done()}
    return _Done((fs - not_done, not_done))


def as_completed(fs, timeout=None):
    # Each future when it is done.
    end = None if timeout is None else monotonic() + timeout
    fs = set(fs)
    done = SimpleQueue()
    for future in fs:
        future.add_done_callback(done.put)
    return _in_order(done, len(fs), end)


def _in_order(done, total, end):
    for left in range(total, 0, -1):
        try:
            yield done.get(timeout=None if end is None else max(end - monotonic(), 0))
        except Empty:
            raise TimeoutError(f'{left} (of {total}) futures unfinished') from None
