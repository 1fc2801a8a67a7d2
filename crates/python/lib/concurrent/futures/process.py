# A pool of processes. A thread here, the manager, hands out work and takes results; the others only read a pipe.

import _remote
from itertools import batched, count
from threading import Lock, Thread, _register_atexit
from concurrent.futures._base import BrokenExecutor, Executor, Future, _logger

_pools = []
_ended = False


class BrokenProcessPool(BrokenExecutor):
    pass


class _RemoteTraceback(_remote.Cause):
    pass


class _ExceptionWithTraceback(_remote.Carried):
    def __reduce__(self):
        return _rebuild_exc, (self.exc, self.tb)


def _rebuild_exc(exc, tb):
    exc.__cause__ = _RemoteTraceback(tb)
    return exc


def _process_chunk(fn, chunk):
    return [fn(*args) for args in chunk]


def _process_worker(calls, results, initializer, initargs, most):
    # What each process of the pool does: calls come as (number, function, arguments, keywords), None is the end.
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException:
            _logger().critical('Exception in initializer:', exc_info=True)
            return
    import os

    done = 0
    while (call := calls.get()) is not None:
        number, fn, args, kwargs = call
        try:
            found = number, None, fn(*args, **kwargs)
        except BaseException as error:
            found = number, _ExceptionWithTraceback(error), None
        try:
            results.put(found)
        except BaseException as error:
            results.put((number, _ExceptionWithTraceback(error), None))
        del call, fn, args, kwargs, found
        done += 1
        if done == most:
            results.put(os.getpid())
            return


class _Work:
    def __init__(self, fn, args, kwargs):
        self.future, self.fn, self.args, self.kwargs = Future(), fn, args, kwargs


class ProcessPoolExecutor(Executor):
    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *, max_tasks_per_child=None):
        import multiprocessing as mp

        if max_workers is None:
            import os

            max_workers = os.process_cpu_count() or 1
        elif max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if max_tasks_per_child is not None:
            if not isinstance(max_tasks_per_child, int):
                raise TypeError('max_tasks_per_child must be an integer')
            if max_tasks_per_child <= 0:
                raise ValueError('max_tasks_per_child must be >= 1')
        if mp_context is None:
            mp_context = mp.get_context('spawn') if max_tasks_per_child is not None else mp.get_context()
        elif max_tasks_per_child is not None and mp_context.get_start_method(allow_none=False) == 'fork':
            raise ValueError(
                "max_tasks_per_child is incompatible with the 'fork' multiprocessing start method; "
                'supply a different mp_context.'
            )
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._max_workers, self._mp_context = max_workers, mp_context
        self._initializer, self._initargs = initializer, initargs
        self._max_tasks_per_child = max_tasks_per_child
        self._manager = None
        self._processes = {}
        self._broken = False
        self._shutdown_thread = False
        self._cancel_pending = False
        self._shutdown_lock = Lock()
        self._numbers = count()
        # What nobody has begun, and what is in the pipe or being done.
        self._waiting = {}
        self._given = {}
        self._call_queue = mp_context.SimpleQueue()
        self._result_queue = mp_context.SimpleQueue()
        self._wake, self._waker = mp_context.Pipe(duplex=False)
        self._is_woken = False

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock:
            if self._broken:
                raise BrokenProcessPool(self._broken)
            if self._shutdown_thread:
                raise RuntimeError('cannot schedule new futures after shutdown')
            if _ended:
                raise RuntimeError('cannot schedule new futures after interpreter shutdown')
            work = _Work(fn, args, kwargs)
            self._waiting[next(self._numbers)] = work
            if self._mp_context.get_start_method(allow_none=False) == 'fork':
                # All at once, before there is a thread here that a copy would not have.
                if self._manager is None:
                    for _ in range(self._max_workers):
                        self._spawn()
            elif len(self._processes) < self._max_workers and len(self._waiting) + len(self._given) > len(
                self._processes
            ):
                self._spawn()
            if self._manager is None:
                _pools.append(self)
                self._manager = Thread(target=self._manage, name='ExecutorManagerThread')
                self._manager.start()
            self._wake_up()
            return work.future

    def map(self, fn, *iterables, timeout=None, chunksize=1, buffersize=None):
        if chunksize < 1:
            raise ValueError('chunksize must be >= 1.')
        from functools import partial

        chunks = batched(zip(*iterables), chunksize)
        results = super().map(partial(_process_chunk, fn), chunks, timeout=timeout, buffersize=buffersize)
        return _flattened(results)

    def _spawn(self):
        process = self._mp_context.Process(
            target=_process_worker,
            args=(self._call_queue, self._result_queue, self._initializer, self._initargs, self._max_tasks_per_child),
        )
        process.start()
        self._processes[process.pid] = process

    # The manager

    def _manage(self):
        from multiprocessing.connection import wait

        while True:
            self._hand_out()
            processes = list(self._processes.values())
            reader = self._result_queue._reader
            ready = wait([reader, self._wake, *[process.sentinel for process in processes]])
            if self._wake in ready:
                self._wake.recv_bytes()
                # What comes from now on wakes it again; what has come is handed out in the next round.
                self._is_woken = False
            if reader in ready:
                self._take()
            elif dead := [process for process in processes if process.sentinel in ready]:
                return self._fail(dead)
            if self._is_over():
                return self._join()

    def _take(self):
        found = self._result_queue.get()
        if isinstance(found, int):
            # A process has done as much as it should.
            process = self._processes.pop(found)
            process.join()
            with self._shutdown_lock:
                if self._waiting or self._given or not self._shutdown_thread:
                    self._spawn()
            return
        number, exception, result = found
        work = self._given.pop(number, None)
        if work is not None:
            if exception is not None:
                work.future.set_exception(exception)
            else:
                work.future.set_result(result)

    def _hand_out(self):
        # One more than there are processes, so that none has to wait. The others can still be cancelled.
        while self._waiting and len(self._given) < self._max_workers + 1:
            number = next(iter(self._waiting))
            work = self._waiting.pop(number)
            if not work.future.set_running_or_notify_cancel():
                continue
            self._given[number] = work
            try:
                self._call_queue._post((number, work.fn, work.args, work.kwargs))
            except BaseException as error:
                del self._given[number]
                work.future.set_exception(_rebuild_exc(error, _ExceptionWithTraceback(error).tb))

    def _is_over(self):
        if not (self._shutdown_thread or _ended):
            return False
        if self._cancel_pending:
            while self._waiting:
                self._waiting.popitem()[1].future.cancel()
        return not self._waiting and not self._given

    def _fail(self, dead):
        # A process has ended that should not have: nobody knows what it was doing.
        self._broken = 'A child process terminated abruptly, the process pool is not usable anymore'
        problem = 'A process in the process pool was terminated abruptly while the future was running or pending.'
        with self._shutdown_lock:
            self._shutdown_thread = True
        for work in [*self._given.values(), *self._waiting.values()]:
            try:
                work.future.set_exception(BrokenProcessPool(problem))
            except Exception:
                # It was cancelled.
                pass
        self._given.clear()
        self._waiting.clear()
        for process in self._processes.values():
            process.terminate()
        self._join()

    def _join(self):
        for _ in self._processes:
            self._call_queue._post(None)
        for process in list(self._processes.values()):
            process.join()
        for end in self._call_queue, self._result_queue, self._wake, self._waker:
            end.close()
        if self in _pools:
            _pools.remove(self)

    # The end

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._cancel_pending = cancel_futures
            self._shutdown_thread = True
            self._wake_up()
        if self._manager is not None and wait:
            self._manager.join()

    def _wake_up(self):
        if not self._is_woken and self._manager is not None and self._manager.is_alive() and not self._broken:
            self._is_woken = True
            try:
                self._waker.send_bytes(b'')
            except OSError:
                # It has ended meanwhile.
                pass
            except BaseException:
                self._is_woken = False
                raise

    def terminate_workers(self):
        self._stop('terminate')

    def kill_workers(self):
        self._stop('kill')

    def _stop(self, how):
        processes = list(self._processes.values())
        self.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            if process.is_alive():
                getattr(process, how)()


def _flattened(results):
    for chunk in results:
        yield from chunk


def _end():
    global _ended
    _ended = True
    for pool in list(_pools):
        pool._wake_up()
    for pool in list(_pools):
        pool._manager.join()


_register_atexit(_end)
