# What processes wait for: locks, semaphores, and what is made of them.

import _processes
import threading
import multiprocessing.process as process
from multiprocessing.popen import assert_spawning
from threading import get_ident
from time import monotonic

SEM_VALUE_MAX = 2147483647


class SemLock:
    # A semaphore that all processes know by its number, and who of this process has it how often.
    _is_recursive = False

    def __init__(self, value, maxvalue, *, ctx=None):
        if value < 0:
            raise OSError(22, 'Invalid argument')
        self._id = _processes.semaphore(value, maxvalue)
        self._maxvalue = maxvalue
        self._owner, self._count = None, 0

    def __getstate__(self):
        assert_spawning(self)
        return self._id, self._maxvalue

    def __setstate__(self, state):
        self._id, self._maxvalue = state
        self._owner, self._count = None, 0

    def _me(self):
        return _processes.current()[0], get_ident()

    def _is_mine(self):
        return self._count > 0 and self._owner == self._me()

    def _get_value(self):
        return _processes.semaphore_value(self._id)

    def acquire(self, block=True, timeout=None):
        if self._is_recursive and self._is_mine():
            self._count += 1
            return True
        if not block:
            timeout = 0
        elif timeout is not None and timeout < 0:
            timeout = 0
        if not _processes.acquire(self._id, timeout):
            return False
        self._owner, self._count = self._me(), self._count + 1
        return True

    def release(self):
        if self._is_recursive:
            assert self._is_mine(), 'attempt to release recursive lock not owned by thread'
            if self._count > 1:
                self._count -= 1
                return
        self._count -= 1
        try:
            _processes.release(self._id)
        except ValueError:
            self._count += 1
            raise

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()

    def _holder(self):
        # Who has it, as it is shown.
        if self._is_mine():
            name = process.current_process().name
            thread = threading.current_thread().name
            return name if thread == 'MainThread' else f'{name}|{thread}'
        if self._get_value() == 1:
            return None
        return 'SomeOtherThread' if self._count > 0 else 'SomeOtherProcess'


class Semaphore(SemLock):
    def __init__(self, value=1, *, ctx=None):
        super().__init__(value, SEM_VALUE_MAX)

    def get_value(self):
        return self._get_value()

    def __repr__(self):
        return f'<{type(self).__name__}(value={self._get_value()})>'


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1, *, ctx=None):
        SemLock.__init__(self, value, value)

    def __repr__(self):
        return f'<{type(self).__name__}(value={self._get_value()}, maxvalue={self._maxvalue})>'


class Lock(SemLock):
    def __init__(self, *, ctx=None):
        super().__init__(1, 1)

    def __repr__(self):
        return f'<{type(self).__name__}(owner={self._holder()})>'


class RLock(SemLock):
    _is_recursive = True

    def __init__(self, *, ctx=None):
        super().__init__(1, 1)

    def __repr__(self):
        holder = self._holder()
        count = self._count if self._is_mine() else 0 if holder is None else 'nonzero'
        return f'<{type(self).__name__}({holder}, {count})>'


class Condition:
    # How many sleep and how many have been woken is counted, so that who notifies can wait for those whom it wakes.
    def __init__(self, lock=None, *, ctx=None):
        self._lock = RLock() if lock is None else lock
        self._sleeping_count = Semaphore(0)
        self._woken_count = Semaphore(0)
        self._wait_semaphore = Semaphore(0)
        self._make_methods()

    def _make_methods(self):
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __getstate__(self):
        assert_spawning(self)
        return self._lock, self._sleeping_count, self._woken_count, self._wait_semaphore

    def __setstate__(self, state):
        self._lock, self._sleeping_count, self._woken_count, self._wait_semaphore = state
        self._make_methods()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        waiters = self._sleeping_count._get_value() - self._woken_count._get_value()
        return f'<{type(self).__name__}({self._lock}, {waiters})>'

    def wait(self, timeout=None):
        assert self._lock._is_mine(), 'must acquire() condition before using wait()'
        self._sleeping_count.release()
        depth = self._lock._count
        for _ in range(depth):
            self._lock.release()
        try:
            return self._wait_semaphore.acquire(True, timeout)
        finally:
            self._woken_count.release()
            for _ in range(depth):
                self._lock.acquire()

    def notify(self, n=1):
        assert self._lock._is_mine(), 'lock is not owned'
        assert not self._wait_semaphore.acquire(False), 'notify: Should not have been able to acquire _wait_semaphore'
        # Those whose time was over are no sleepers any more.
        while self._woken_count.acquire(False):
            assert self._sleeping_count.acquire(False), 'notify: Bug in sleeping_count.acquire- res should not be False'
        sleepers = 0
        while sleepers < n and self._sleeping_count.acquire(False):
            self._wait_semaphore.release()
            sleepers += 1
        for _ in range(sleepers):
            self._woken_count.acquire()
        while sleepers and self._wait_semaphore.acquire(False):
            pass

    def notify_all(self):
        self.notify(SEM_VALUE_MAX)

    def wait_for(self, predicate, timeout=None):
        end = None if timeout is None else monotonic() + timeout
        while not (result := predicate()):
            left = None if end is None else end - monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
        return result


class Event:
    def __init__(self, *, ctx=None):
        self._cond = Condition(Lock())
        self._flag = Semaphore(0)

    def __repr__(self):
        return f'<{type(self).__qualname__} at {id(self):#x} {"set" if self.is_set() else "unset"}>'

    def is_set(self):
        with self._cond:
            return self._is_set()

    def _is_set(self):
        if self._flag.acquire(False):
            self._flag.release()
            return True
        return False

    def set(self):
        with self._cond:
            self._flag.acquire(False)
            self._flag.release()
            self._cond.notify_all()

    def clear(self):
        with self._cond:
            self._flag.acquire(False)

    def wait(self, timeout=None):
        with self._cond:
            if not self._is_set():
                self._cond.wait(timeout)
            return self._is_set()


class _Round:
    # How many have met at a barrier, and in which state that is: the threads' barrier in shared memory. Rounds are
    # counted, and how each ended is kept for those who come back late.
    _ENDS = {None: 0, 'passed': 1, 'broken': 2, 'reset': 3}

    def __init__(self, memory, number):
        self._memory, self._number = memory, number

    def _place(self):
        return 16 + self._number % 64

    @property
    def arrived(self):
        return _processes.load(self._memory, 8, 'q')

    @arrived.setter
    def arrived(self, value):
        _processes.store(self._memory, 8, 'q', value)

    @property
    def end(self):
        code = _processes.load(self._memory, self._place(), 'B')
        return next(name for name, number in self._ENDS.items() if number == code)

    @end.setter
    def end(self, name):
        _processes.store(self._memory, self._place(), 'B', self._ENDS[name])


class Barrier(threading.Barrier):
    def __init__(self, parties, action=None, timeout=None, *, ctx=None):
        self._cond = Condition()
        self._parties, self._action, self._timeout = parties, action, timeout
        self._memory = _processes.memory(16 + 64)

    def __getstate__(self):
        return self._cond, self._parties, self._action, self._timeout, self._memory

    def __setstate__(self, state):
        self._cond, self._parties, self._action, self._timeout, self._memory = state

    @property
    def _round(self):
        return _Round(self._memory, _processes.load(self._memory, 0, 'q'))

    def _next(self, end):
        mine = self._round
        mine.end = end
        number = mine._number + 1
        _processes.store(self._memory, 0, 'q', number)
        new = _Round(self._memory, number)
        new.end = None
        new.arrived = 0
        self._cond.notify_all()
