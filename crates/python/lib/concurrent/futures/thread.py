# A pool of threads: they are started as they are needed, and wait for more work then.

from itertools import count
from queue import Empty, SimpleQueue
from threading import Lock, Semaphore, Thread, _register_atexit
from concurrent.futures._base import BrokenExecutor, Executor, Future, _logger

_pools = []
_ended = False


class BrokenThreadPool(BrokenExecutor):
    pass


class ThreadPoolExecutor(Executor):
    BROKEN = BrokenThreadPool
    _counter = count().__next__

    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
        if max_workers is None:
            import os

            max_workers = min(32, (os.process_cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._max_workers = max_workers
        self._thread_name_prefix = thread_name_prefix or f'ThreadPoolExecutor-{ThreadPoolExecutor._counter()}'
        self._initializer, self._initargs = initializer, initargs
        self._work_queue = SimpleQueue()
        self._idle_semaphore = Semaphore(0)
        self._threads = set()
        self._broken = False
        self._shutdown = False
        self._shutdown_lock = Lock()
        _pools.append(self)

    def submit(self, fn, /, *args, **kwargs):
        task = self._task(fn, args, kwargs)
        with self._shutdown_lock:
            if self._broken:
                raise self.BROKEN(self._broken)
            if self._shutdown:
                raise RuntimeError('cannot schedule new futures after shutdown')
            if _ended:
                raise RuntimeError('cannot schedule new futures after interpreter shutdown')
            future = Future()
            self._work_queue.put((future, task))
            if not self._idle_semaphore.acquire(blocking=False) and len(self._threads) < self._max_workers:
                thread = Thread(name=f'{self._thread_name_prefix or self}_{len(self._threads)}', target=self._work)
                thread.start()
                self._threads.add(thread)
            return future

    # What pools of interpreters do otherwise.

    def _task(self, fn, args, kwargs):
        return fn, args, kwargs

    def _begin(self):
        # Called first in each thread. What it gives back comes with each task.
        if self._initializer is not None:
            self._initializer(*self._initargs)

    def _call(self, context, task):
        fn, args, kwargs = task
        return fn(*args, **kwargs)

    def _finish(self, context):
        pass

    def _work(self):
        # What each thread of the pool does. None in the queue is the end, for the others as well.
        try:
            context = self._begin()
        except BaseException:
            _logger().critical('Exception in initializer:', exc_info=True)
            self._break()
            return
        try:
            while True:
                try:
                    work = self._work_queue.get_nowait()
                except Empty:
                    self._idle_semaphore.release()
                    work = self._work_queue.get()
                if work is None:
                    self._work_queue.put(None)
                    return
                self._run(context, *work)
                del work
        finally:
            self._finish(context)

    def _run(self, context, future, task):
        if future.set_running_or_notify_cancel():
            try:
                result = self._call(context, task)
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)

    def _break(self):
        with self._shutdown_lock:
            self._broken = 'A thread initializer failed, the thread pool is not usable anymore'
            for future, _ in self._left():
                future.set_exception(self.BROKEN(self._broken))

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
                for future, _ in self._left():
                    future.cancel()
            self._work_queue.put(None)
            if self in _pools:
                _pools.remove(self)
        if wait:
            for thread in self._threads:
                thread.join()


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
