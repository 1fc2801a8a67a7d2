# queue: queues between threads.

from _collections import deque
from heapq import heappop, heappush
from threading import Condition, Lock, Semaphore
from time import monotonic


class Empty(Exception):
    __module__ = '_queue'


class Full(Exception):
    pass


class ShutDown(Exception):
    pass


class Queue:
    # First in, first out. With maxsize > 0, put waits while it is full. All conditions share one lock.
    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.mutex = Lock()
        self.not_empty = Condition(self.mutex)
        self.not_full = Condition(self.mutex)
        self.all_tasks_done = Condition(self.mutex)
        self.unfinished_tasks = 0
        self.is_shutdown = False
        self._init(maxsize)

    # What other kinds of queue do differently.

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    def qsize(self):
        with self.mutex:
            return self._qsize()

    def empty(self):
        with self.mutex:
            return not self._qsize()

    def full(self):
        with self.mutex:
            return self._is_full()

    def _is_full(self):
        return 0 < self.maxsize <= self._qsize()

    def put(self, item, block=True, timeout=None):
        with self.not_full:
            self._wait(self.not_full, self._is_full, Full, block, timeout)
            if self.is_shutdown:
                raise ShutDown
            self._put(item)
            self.unfinished_tasks += 1
            self.not_empty.notify()

    def get(self, block=True, timeout=None):
        with self.not_empty:
            self._wait(self.not_empty, lambda: not self._qsize(), Empty, block, timeout)
            if not self._qsize():
                raise ShutDown
            item = self._get()
            self.not_full.notify()
            return item

    def _wait(self, condition, hindered, error, block, timeout):
        # Until it can be done, or the queue is shut down.
        if block and timeout is not None:
            if timeout < 0:
                raise ValueError("'timeout' must be a non-negative number")
            end = monotonic() + timeout
        while hindered() and not self.is_shutdown:
            if not block:
                raise error
            left = None if timeout is None else end - monotonic()
            if left is not None and left <= 0:
                raise error
            condition.wait(left)

    def put_nowait(self, item):
        return self.put(item, False)

    def get_nowait(self):
        return self.get(False)

    def task_done(self):
        with self.all_tasks_done:
            if not self.unfinished_tasks:
                raise ValueError('task_done() called too many times')
            self.unfinished_tasks -= 1
            if not self.unfinished_tasks:
                self.all_tasks_done.notify_all()

    def join(self):
        # Until there has been a task_done for every item.
        with self.all_tasks_done:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    def shutdown(self, immediate=False):
        # From now on put raises ShutDown, and get when the queue is empty, which it is at once if `immediate`.
        with self.mutex:
            self.is_shutdown = True
            if immediate:
                while self._qsize():
                    self._get()
                    if self.unfinished_tasks:
                        self.unfinished_tasks -= 1
                self.all_tasks_done.notify_all()
            self.not_empty.notify_all()
            self.not_full.notify_all()


class LifoQueue(Queue):
    # Last in, first out.
    def _init(self, maxsize):
        self.queue = []

    def _get(self):
        return self.queue.pop()


class PriorityQueue(Queue):
    # The smallest first.
    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)


class SimpleQueue:
    # First in, first out, without a limit and without tasks.
    def __init__(self):
        self._items = deque()
        self._count = Semaphore(0)

    def put(self, item, block=True, timeout=None):
        self._items.append(item)
        self._count.release()

    def get(self, block=True, timeout=None):
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if not (self._count.acquire(True, timeout) if block else self._count.acquire(False)):
            raise Empty
        return self._items.popleft()

    put_nowait = put

    def get_nowait(self):
        return self.get(False)

    def empty(self):
        return not self._items

    def qsize(self):
        return len(self._items)
