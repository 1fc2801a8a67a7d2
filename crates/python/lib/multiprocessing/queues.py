# Queues between processes.

import _processes
import threading
from _collections import deque
import multiprocessing.process as process
from multiprocessing.connection import Pipe
from multiprocessing.popen import assert_spawning
from multiprocessing.synchronize import SEM_VALUE_MAX, BoundedSemaphore, Condition, Lock, Semaphore
from pickle import dumps, loads
from queue import Empty, Full


class Queue:
    # What is put comes into a buffer here, from which a thread, the feeder, writes it to a pipe.
    def __init__(self, maxsize=0, *, ctx=None):
        self._maxsize = maxsize if maxsize > 0 else SEM_VALUE_MAX
        self._reader, self._writer = Pipe(duplex=False)
        self._sem = BoundedSemaphore(self._maxsize)
        self._reset()

    def __getstate__(self):
        assert_spawning(self)
        return self._maxsize, self._reader, self._writer, self._sem

    def __setstate__(self, state):
        self._maxsize, self._reader, self._writer, self._sem = state
        self._reset()

    def _reset(self):
        # In a copy of the process where it was used there is no feeder.
        self._pid = _processes.current()[0]
        self._notempty = threading.Condition(threading.Lock())
        self._buffer = deque()
        self._thread = None
        self._joins = True
        self._closed = False

    def _check(self):
        if self._closed:
            raise ValueError(f'Queue {self!r} is closed')
        if self._pid != _processes.current()[0]:
            self._reset()

    def put(self, obj, block=True, timeout=None):
        self._check()
        if not self._sem.acquire(block, timeout):
            raise Full
        with self._notempty:
            self._append(obj)

    def _append(self, obj):
        if self._thread is None:
            self._start_thread()
        self._buffer.append(obj)
        self._notempty.notify()

    def get(self, block=True, timeout=None):
        self._check()
        if not block:
            timeout = 0
        elif timeout is not None and timeout < 0:
            timeout = 0
        data = _processes.receive(self._reader._reads, timeout)
        if data is None:
            raise Empty
        self._sem.release()
        return loads(data)

    def qsize(self):
        return self._maxsize - self._sem.get_value()

    def empty(self):
        return not self._reader.poll()

    def full(self):
        return self._sem.get_value() == 0

    def get_nowait(self):
        return self.get(False)

    def put_nowait(self, obj):
        return self.put(obj, False)

    def close(self):
        self._closed = True
        if self._thread is None or self._pid != _processes.current()[0]:
            self._reader.close()
            return
        self._end()

    def _end(self):
        with self._notempty:
            self._buffer.append(_END)
            self._notempty.notify()

    def join_thread(self):
        assert self._closed, f'Queue {self!r} not closed'
        self._finish()

    def _finish(self):
        # All that was put has to be in the pipe before the process may end.
        if self._thread is not None and self._pid == _processes.current()[0]:
            if not self._closed:
                self._end()
            if self._joins:
                self._thread.join()

    def cancel_join_thread(self):
        self._joins = False

    def _start_thread(self):
        self._buffer.clear()
        self._thread = threading.Thread(target=self._feed, name='QueueFeederThread', daemon=True)
        self._thread.start()
        process._finalizers.append(self._finish)

    def _feed(self):
        while True:
            with self._notempty:
                while not self._buffer:
                    self._notempty.wait()
                obj = self._buffer.popleft()
            if obj is _END:
                return
            try:
                self._send(obj)
            except BrokenPipeError:
                return
            except Exception as error:
                # It never comes out at the other end.
                self._sem.release()
                self._on_queue_feeder_error(error, obj)

    def _send(self, obj):
        self._writer.send_bytes(dumps(obj))

    @staticmethod
    def _on_queue_feeder_error(e, obj):
        import sys
        import traceback

        sys.stderr.write(''.join(traceback.format_exception(e)))


_END = object()


class JoinableQueue(Queue):
    # One that knows how much of what was put has been done.
    def __init__(self, maxsize=0, *, ctx=None):
        super().__init__(maxsize)
        self._unfinished_tasks = Semaphore(0)
        self._cond = Condition()

    def __getstate__(self):
        return super().__getstate__() + (self._cond, self._unfinished_tasks)

    def __setstate__(self, state):
        super().__setstate__(state[:-2])
        self._cond, self._unfinished_tasks = state[-2:]

    def _append(self, obj):
        with self._cond:
            super()._append(obj)
            self._unfinished_tasks.release()

    def task_done(self):
        with self._cond:
            if not self._unfinished_tasks.acquire(False):
                raise ValueError('task_done() called too many times')
            if self._unfinished_tasks.get_value() == 0:
                self._cond.notify_all()

    def join(self):
        with self._cond:
            if self._unfinished_tasks.get_value():
                self._cond.wait()


class SimpleQueue:
    # A pipe that several may read from and write to.
    def __init__(self, *, ctx=None):
        self._reader, self._writer = Pipe(duplex=False)
        self._wlock = Lock()

    def __getstate__(self):
        assert_spawning(self)
        return self._reader, self._writer, self._wlock

    def __setstate__(self, state):
        self._reader, self._writer, self._wlock = state

    def close(self):
        self._reader.close()
        self._writer.close()

    def empty(self):
        return not self._reader.poll()

    def get(self):
        return loads(self._reader.recv_bytes())

    def put(self, obj):
        data = dumps(obj)
        with self._wlock:
            self._writer.send_bytes(data)

    def _post(self, obj):
        # For the only one who writes, if there are never more than a few: whoever waits for room cannot read meanwhile.
        _processes.send(self._writer._writes, dumps(obj), False)
