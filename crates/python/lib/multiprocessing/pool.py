# Pools of processes or threads for many calls of the same kind. One thread hands out tasks, another takes results.

import _remote
import os
import queue
import threading
from _collections import deque
from itertools import batched, count, starmap
import multiprocessing.process as process
from multiprocessing.context import TimeoutError
from time import monotonic

RUN, CLOSE, TERMINATE = 'RUN', 'CLOSE', 'TERMINATE'
_jobs = count()


class RemoteTraceback(_remote.Cause):
    pass


class ExceptionWithTraceback(_remote.Carried):
    def __reduce__(self):
        return rebuild_exc, (self.exc, self.tb)


def rebuild_exc(exc, tb):
    exc.__cause__ = RemoteTraceback(tb)
    return exc


class MaybeEncodingError(Exception):
    # A result that cannot be sent.
    def __init__(self, exc, value):
        self.exc, self.value = repr(exc), repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return f"Error sending result: '{self.value}'. Reason: '{self.exc}'"

    def __repr__(self):
        return f'<{type(self).__name__}: {self}>'


def mapstar(args):
    return list(map(*args))


def starmapstar(args):
    return list(starmap(*args))


def worker(inqueue, outqueue, initializer, initargs, most, wraps):
    # What each worker does: tasks come until there is None.
    if initializer is not None:
        initializer(*initargs)
    done = 0
    while most is None or done < most:
        try:
            task = inqueue.get()
        except (EOFError, OSError):
            return
        if task is None:
            return
        job, place, func, args, kwds = task
        try:
            result = True, func(*args, **kwds)
        except Exception as error:
            result = False, ExceptionWithTraceback(error) if wraps else error
        try:
            outqueue.put((job, place, result))
        except Exception as error:
            outqueue.put((job, place, (False, MaybeEncodingError(error, result[1]))))
        task = job = result = func = args = kwds = None
        done += 1


class Pool:
    _wraps = True

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        self._pool = []
        self._state = RUN
        if context is None:
            from multiprocessing import get_context

            context = get_context()
        self._ctx = context
        if processes is None:
            processes = os.process_cpu_count() or 1
        if processes < 1:
            raise ValueError('Number of processes must be at least 1')
        if maxtasksperchild is not None and (not isinstance(maxtasksperchild, int) or maxtasksperchild <= 0):
            raise ValueError('maxtasksperchild must be a positive int or None')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._processes = processes
        self._initializer, self._initargs, self._maxtasksperchild = initializer, initargs, maxtasksperchild
        self._cache = {}
        self._is_ending = False
        self._taskqueue = queue.SimpleQueue()
        self._setup_queues()
        self._repopulate_pool()
        self._task_handler = threading.Thread(target=self._hand_out, daemon=True)
        self._result_handler = threading.Thread(target=self._take, daemon=True)
        self._task_handler.start()
        self._result_handler.start()
        process._pools.append(self)

    def __reduce__(self):
        raise NotImplementedError('pool objects cannot be passed between processes or pickled')

    def __repr__(self):
        cls = type(self)
        return f'<{cls.__module__}.{cls.__qualname__} state={self._state} pool_size={len(self._pool)}>'

    # What is different with threads

    def _setup_queues(self):
        self._inqueue = self._ctx.SimpleQueue()
        self._outqueue = self._ctx.SimpleQueue()

    def _worker(self, args):
        made = self._ctx.Process(target=worker, args=args)
        made.name = made.name.replace('Process', 'PoolWorker')
        made.daemon = True
        return made

    def _next_results(self):
        # Waits for one, or for the end of a worker: gives the one, and whether there was the other.
        from multiprocessing.connection import wait

        reader = self._outqueue._reader
        ready = wait([reader, *[one.sentinel for one in self._pool]])
        has_results = reader in ready
        return self._outqueue.get() if has_results else None, len(ready) > has_results

    def _stop_workers(self):
        for one in self._pool:
            if one.exitcode is None:
                one.terminate()

    # Its threads

    def _repopulate_pool(self):
        for _ in range(self._processes - len(self._pool)):
            one = self._worker(
                (self._inqueue, self._outqueue, self._initializer, self._initargs, self._maxtasksperchild, self._wraps)
            )
            self._pool.append(one)
            one.start()

    def _hand_out(self):
        while (tasks := self._taskqueue.get()) is not None:
            for task in tasks:
                if self._state == TERMINATE:
                    break
                self._hand(task)
        if self._state != TERMINATE:
            for _ in self._pool:
                self._inqueue.put(None)

    def _hand(self, task):
        try:
            self._inqueue.put(task)
        except Exception as error:
            if task[0] in self._cache:
                self._cache[task[0]]._set(task[1], (False, error))

    def _take(self):
        while True:
            if self._state == CLOSE and not self._cache and not self._is_ending:
                self._is_ending = True
                self._taskqueue.put(None)
            if self._state == TERMINATE or self._is_ending:
                return
            found, has_ended = self._next_results()
            if found is not None:
                job, place, result = found
                if job in self._cache:
                    self._cache[job]._set(place, result)
            if has_ended and self._state != TERMINATE:
                self._maintain()

    def _maintain(self):
        # Those that have ended are replaced.
        ended = [one for one in self._pool if not one.is_alive() and one.ident is not None]
        if ended:
            for one in ended:
                one.join()
                self._pool.remove(one)
            self._repopulate_pool()

    def _wake(self):
        self._outqueue.put(None)

    # The end

    def close(self):
        if self._state == RUN:
            self._state = CLOSE
            self._wake()

    def terminate(self):
        if self._state == TERMINATE:
            return
        self._state = TERMINATE
        if not self._is_ending:
            self._taskqueue.put(None)
            self._wake()
            if threading.current_thread() is not self._result_handler:
                self._result_handler.join()
        self._stop_workers()
        if self in process._pools:
            process._pools.remove(self)

    def join(self):
        if self._state == RUN:
            raise ValueError('Pool is still running')
        self._result_handler.join()
        self._task_handler.join()
        for one in self._pool:
            one.join()

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()

    def _check_running(self):
        if self._state != RUN:
            raise ValueError('Pool not running')

    # Calls

    def apply(self, func, args=(), kwds={}):
        self._check_running()
        result = ApplyResult(self, None, None)
        task = result._job, 0, func, args, kwds
        if len(self._cache) == 1:
            # Nobody else wants anything: the workers wait for it, and it takes nobody's turn.
            try:
                self._hand(task)
            except BaseException:
                self._cache.pop(result._job, None)
                raise
        else:
            self._taskqueue.put([task])
        return result.get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        self._check_running()
        result = ApplyResult(self, callback, error_callback)
        self._taskqueue.put([(result._job, 0, func, args, kwds)])
        return result

    def map(self, func, iterable, chunksize=None):
        return self._map_async(func, iterable, mapstar, chunksize).get()

    def starmap(self, func, iterable, chunksize=None):
        return self._map_async(func, iterable, starmapstar, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, mapstar, chunksize, callback, error_callback)

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, starmapstar, chunksize, callback, error_callback)

    def _map_async(self, func, iterable, mapper, chunksize=None, callback=None, error_callback=None):
        self._check_running()
        if not hasattr(iterable, '__len__'):
            iterable = list(iterable)
        if chunksize is None:
            chunksize, extra = divmod(len(iterable), len(self._pool) * 4)
            chunksize += bool(extra)
        if not iterable:
            chunksize = 0
        result = MapResult(self, chunksize, len(iterable), callback, error_callback)
        if chunksize:
            chunks = enumerate(batched(iterable, chunksize))
            self._taskqueue.put([(result._job, place, mapper, ((func, chunk),), {}) for place, chunk in chunks])
        return result

    def imap(self, func, iterable, chunksize=1):
        return self._imap(IMapIterator, func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize)

    def _imap(self, kind, func, iterable, chunksize):
        self._check_running()
        if chunksize < 1:
            raise ValueError(f'Chunksize must be 1+, not {chunksize:n}')
        result = kind(self)
        if chunksize == 1:
            self._taskqueue.put(self._guarded(result, func, ((item,) for item in iterable)))
            return result
        chunks = (((func, chunk),) for chunk in batched(iterable, chunksize))
        self._taskqueue.put(self._guarded(result, mapstar, chunks))
        return (item for chunk in result for item in chunk)

    def _guarded(self, result, func, rows):
        # The tasks, made while they are handed out.
        place = -1
        try:
            for place, args in enumerate(rows):
                yield result._job, place, func, args, {}
        except Exception as error:
            yield result._job, place + 1, _raise, (error,), {}
            place += 1
        result._set_length(place + 1)


def _raise(error):
    raise error


class ApplyResult:
    def __init__(self, pool, callback, error_callback):
        self._pool = pool
        self._event = threading.Event()
        self._job = next(_jobs)
        self._cache = pool._cache
        self._callback, self._error_callback = callback, error_callback
        self._cache[self._job] = self

    def ready(self):
        return self._event.is_set()

    def successful(self):
        if not self.ready():
            raise ValueError(f'{self!r} not ready')
        return self._success

    def wait(self, timeout=None):
        self._event.wait(timeout)

    def get(self, timeout=None):
        self.wait(timeout)
        if not self.ready():
            raise TimeoutError
        if self._success:
            return self._value
        raise self._value

    def _set(self, i, obj):
        self._success, self._value = obj
        self._finish()

    def _finish(self):
        callback = self._callback if self._success else self._error_callback
        if callback:
            callback(self._value)
        self._event.set()
        del self._cache[self._job]
        self._pool = None


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    def __init__(self, pool, chunksize, length, callback, error_callback):
        super().__init__(pool, callback, error_callback)
        self._success = True
        self._value = [None] * length
        self._chunksize = chunksize
        if chunksize <= 0:
            self._number_left = 0
            self._event.set()
            del self._cache[self._job]
        else:
            self._number_left = length // chunksize + bool(length % chunksize)

    def _set(self, i, obj):
        success, result = obj
        self._number_left -= 1
        if success and self._success:
            self._value[i * self._chunksize : (i + 1) * self._chunksize] = result
        elif not success and self._success:
            self._success, self._value = False, result
        if self._number_left == 0:
            self._finish()


class IMapIterator:
    # Results in the order of the arguments.
    def __init__(self, pool):
        self._pool = pool
        self._cond = threading.Condition(threading.Lock())
        self._job = next(_jobs)
        self._cache = pool._cache
        self._items = deque()
        self._index = 0
        self._length = None
        self._unsorted = {}
        self._cache[self._job] = self

    def __iter__(self):
        return self

    def next(self, timeout=None):
        with self._cond:
            end = None if timeout is None else monotonic() + timeout
            while not self._items:
                if self._index == self._length:
                    self._pool = None
                    raise StopIteration
                left = None if end is None else end - monotonic()
                if left is not None and left <= 0:
                    raise TimeoutError
                self._cond.wait(left)
            success, value = self._items.popleft()
        if success:
            return value
        raise value

    def __next__(self):
        return self.next()

    def _set(self, i, obj):
        with self._cond:
            self._unsorted[i] = obj
            while self._index in self._unsorted:
                self._items.append(self._unsorted.pop(self._index))
                self._index += 1
            self._over()

    def _set_length(self, length):
        with self._cond:
            self._length = length
            self._over()
        if self._job not in self._cache:
            # Whoever waits for the last result may be waiting for that.
            self._wake_pool()

    def _wake_pool(self):
        pool = self._pool
        if pool is not None and pool._state == CLOSE:
            pool._wake()

    def _over(self):
        self._cond.notify()
        if self._index == self._length:
            self._cache.pop(self._job, None)


class IMapUnorderedIterator(IMapIterator):
    # Results as they come.
    def _set(self, i, obj):
        with self._cond:
            self._items.append(obj)
            self._index += 1
            self._over()


class ThreadPool(Pool):
    _wraps = False

    def __init__(self, processes=None, initializer=None, initargs=()):
        super().__init__(processes, initializer, initargs)

    def _setup_queues(self):
        self._inqueue, self._outqueue = queue.SimpleQueue(), queue.SimpleQueue()

    def _worker(self, args):
        return threading.Thread(target=worker, args=args, daemon=True)

    def _next_results(self):
        return self._outqueue.get(), False

    def _stop_workers(self):
        # Threads cannot be ended: each does what it is at.
        while not self._inqueue.empty():
            self._inqueue.get()
        for _ in self._pool:
            self._inqueue.put(None)
