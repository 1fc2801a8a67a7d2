# threading: threads and what they wait for. Thread and the two locks are native; the rest is made of locks here.

from _collections import deque
from _threading import (
    Lock,
    RLock,
    Thread,
    ThreadError,
    TIMEOUT_MAX,
    active_count,
    current_thread,
    enumerate,
    excepthook,
    get_ident,
    get_native_id,
    main_thread,
)
from time import monotonic

currentThread, activeCount = current_thread, active_count
__excepthook__ = excepthook


class ExceptHookArgs:
    # What excepthook is called with.
    def __init__(self, args):
        self.exc_type, self.exc_value, self.exc_traceback, self.thread = args

    def __repr__(self):
        return f'_thread._ExceptHookArgs({", ".join([f"{k}={v!r}" for k, v in self.__dict__.items()])})'


def _run(target, args, names, values):
    target(*args, **dict(zip(names, values)))


def _tell(exception):
    # Called at the end of a thread that an exception has ended, if excepthook is not the one from the beginning.
    excepthook(ExceptHookArgs((type(exception), exception, exception.__traceback__, current_thread())))


class Condition:
    # Waiting until another thread says that something has changed. Each waiter has a lock of its own, which it
    # takes twice; who notifies releases it. They are woken in the order in which they came.
    def __init__(self, lock=None):
        self._lock = lock = RLock() if lock is None else lock
        self._waiters = deque()
        self.acquire = lock.acquire
        self.release = lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        return f'<Condition({self._lock}, {len(self._waiters)})>'

    def _is_owned(self):
        if hasattr(self._lock, '_is_owned'):
            return self._lock._is_owned()
        if self._lock.acquire(False):
            self._lock.release()
            return False
        return True

    def _release_wholly(self):
        # An RLock may have been taken several times. Gives how often.
        self._lock.release()
        depth = 1
        while hasattr(self._lock, '_is_owned') and self._lock._is_owned():
            self._lock.release()
            depth += 1
        return depth

    def wait(self, timeout=None):
        # Whether it was woken, not timed out.
        if not self._is_owned():
            raise RuntimeError('cannot wait on un-acquired lock')
        waiter = Lock()
        waiter.acquire()
        self._waiters.append(waiter)
        depth = self._release_wholly()
        woken = False
        try:
            if timeout is None:
                woken = waiter.acquire()
            else:
                woken = waiter.acquire(True, timeout) if timeout > 0 else waiter.acquire(False)
        finally:
            for _ in range(depth):
                self._lock.acquire()
            if not woken and waiter in self._waiters:
                self._waiters.remove(waiter)
        return woken

    def wait_for(self, predicate, timeout=None):
        # Waits until predicate() is true, and gives its last value.
        end = None if timeout is None else monotonic() + timeout
        while not (result := predicate()):
            left = None if end is None else end - monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
        return result

    def notify(self, n=1):
        if not self._is_owned():
            raise RuntimeError('cannot notify on un-acquired lock')
        while n > 0 and self._waiters:
            self._waiters.popleft().release()
            n -= 1

    def notify_all(self):
        self.notify(len(self._waiters))

    notifyAll = notify_all


class Semaphore:
    # Lets so many in at a time.
    def __init__(self, value=1):
        if value < 0:
            raise ValueError('semaphore initial value must be >= 0')
        self._cond = Condition(Lock())
        self._value = value

    def __repr__(self):
        return f'<{_name(self)}: value={self._value}>'

    def acquire(self, blocking=True, timeout=None):
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        with self._cond:
            if not self._value and not (blocking and self._cond.wait_for(lambda: self._value, timeout)):
                return False
            self._value -= 1
            return True

    def release(self, n=1):
        if n < 1:
            raise ValueError('n must be one or more')
        with self._cond:
            self._value += n
            self._cond.notify(n)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()


class BoundedSemaphore(Semaphore):
    # One that is not released more often than it was acquired.
    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def __repr__(self):
        return f'<{_name(self)}: value={self._value}/{self._initial_value}>'

    def release(self, n=1):
        if n < 1:
            raise ValueError('n must be one or more')
        with self._cond:
            if self._value + n > self._initial_value:
                raise ValueError('Semaphore released too many times')
            self._value += n
            self._cond.notify(n)


class Event:
    # A flag to wait for.
    def __init__(self):
        self._cond = Condition(Lock())
        self._flag = False

    def __repr__(self):
        return f'<{_name(self)}: {"set" if self._flag else "unset"}>'

    def is_set(self):
        return self._flag

    isSet = is_set

    def set(self):
        with self._cond:
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        with self._cond:
            return self._flag or self._cond.wait_for(self.is_set, timeout)


class BrokenBarrierError(RuntimeError):
    pass


class _Round:
    # Those who meet at a barrier at one time, and how that ended: 'passed', 'broken', or 'reset'.
    arrived = 0
    end = None


class Barrier:
    # Threads wait here until there are `parties` of them, then all go on.
    def __init__(self, parties, action=None, timeout=None):
        if parties < 1:
            raise ValueError('parties must be > 0')
        self._cond = Condition(Lock())
        self._parties, self._action, self._timeout = parties, action, timeout
        self._round = _Round()

    def __repr__(self):
        return f'<{_name(self)}: {"broken" if self.broken else f"waiters={self.n_waiting}/{self._parties}"}>'

    def wait(self, timeout=None):
        # The place in the order of arrival, from 0.
        with self._cond:
            mine = self._round
            if mine.end:
                raise BrokenBarrierError
            place = mine.arrived
            mine.arrived += 1
            try:
                if place + 1 < self._parties:
                    self._cond.wait_for(lambda: mine.end, self._timeout if timeout is None else timeout)
                else:
                    if self._action:
                        self._action()
                    self._next('passed')
            except BaseException:
                self._stop(mine)
                raise
            if mine.end != 'passed':
                self._stop(mine)
                raise BrokenBarrierError
            return place

    def _next(self, end):
        self._round.end = end
        self._round = _Round()
        self._cond.notify_all()

    def _stop(self, round):
        if not round.end:
            round.end = 'broken'
            self._cond.notify_all()

    def reset(self):
        with self._cond:
            self._next('reset')

    def abort(self):
        with self._cond:
            self._stop(self._round)

    parties = property(lambda self: self._parties)
    n_waiting = property(lambda self: 0 if self._round.end else self._round.arrived)
    broken = property(lambda self: self._round.end == 'broken')


class Timer(Thread):
    # Calls a function after `interval` seconds, unless it is cancelled before.
    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval, self.function = interval, function
        self.args = [] if args is None else args
        self.kwargs = {} if kwargs is None else kwargs
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        if not self.finished.wait(self.interval):
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class local:
    # An object whose attributes every thread has for itself. __init__ is called again in each thread that comes.
    def __new__(cls, /, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError('Initialization arguments are not supported')
        self = object.__new__(cls)
        object.__setattr__(self, '_local', ({current_thread(): {}}, args, kwargs))
        return self

    def __getattribute__(self, name):
        values = _values(self)
        if name == '__dict__':
            return values
        if name in values:
            return values[name]
        if name == '_local':
            raise AttributeError(name)
        try:
            return object.__getattribute__(self, name)
        except AttributeError:
            raise _absent(self, name) from None

    def __setattr__(self, name, value):
        if name == '__dict__':
            raise AttributeError(f"{type(self).__name__!r} object attribute '__dict__' is read-only")
        attribute = getattr(type(self), name, None)
        if hasattr(type(attribute), '__set__'):
            object.__setattr__(self, name, value)
        else:
            _values(self)[name] = value

    def __delattr__(self, name):
        values = _values(self)
        if name not in values:
            raise _absent(self, name)
        del values[name]


def _absent(self, name):
    kind = '_thread._local' if type(self) is local else type(self).__name__
    return AttributeError(f'{kind!r} object has no attribute {name!r}', name=name, obj=self)


def _values(self):
    by_thread, args, kwargs = object.__getattribute__(self, '_local')
    thread = current_thread()
    if thread not in by_thread:
        by_thread[thread] = {}
        type(self).__init__(self, *args, **kwargs)
    return by_thread[thread]


def _name(self):
    cls = type(self)
    return f'{cls.__module__}.{cls.__qualname__} at {id(self):#x}'


_at_exit = []


def _register_atexit(function):
    _at_exit.append(function)


def _shutdown():
    # Called in the main thread after the program's end, before the threads that are left are waited for.
    while _at_exit:
        _at_exit.pop()()
