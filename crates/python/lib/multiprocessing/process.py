# Process objects: what starts a process, and what runs in it first.

import sys
import threading
import _processes
from itertools import count

_children = set()


def current_process():
    return _current_process


def active_children():
    _cleanup()
    return list(_children)


def parent_process():
    return _parent_process


def _cleanup():
    # Those that have ended are no longer children.
    for process in list(_children):
        if (popen := process._popen) and popen.poll() is not None:
            _children.discard(process)


class BaseProcess:
    def _Popen(self):
        raise NotImplementedError

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        assert group is None, 'group argument must be None for now'
        self._identity = (*_current_process._identity, next(_counter))
        self._config = _current_process._config.copy()
        self._parent_pid = _processes.current()[0]
        self._parent_name = _current_process.name
        self._popen = None
        self._closed = False
        self._target = target
        self._args = tuple(args)
        self._kwargs = dict(kwargs)
        self._name = name or type(self).__name__ + '-' + ':'.join([str(part) for part in self._identity])
        if daemon is not None:
            self.daemon = daemon

    def _check_closed(self):
        if self._closed:
            raise ValueError('process object is closed')

    def run(self):
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        self._check_closed()
        assert self._popen is None, 'cannot start a process twice'
        assert self._parent_pid == _processes.current()[0], 'can only start a process object created by current process'
        assert not _current_process._config.get('daemon'), 'daemonic processes are not allowed to have children'
        _cleanup()
        self._popen = self._Popen(self)
        self._sentinel = self._popen.sentinel
        # What a child has is not held here.
        del self._target, self._args, self._kwargs
        _children.add(self)

    def terminate(self):
        self._check_closed()
        self._popen.terminate()

    def kill(self):
        self._check_closed()
        self._popen.kill()

    def interrupt(self):
        self._check_closed()
        self._popen.send_signal(2)

    def join(self, timeout=None):
        self._check_closed()
        assert self._parent_pid == _processes.current()[0], 'can only join a child process'
        assert self._popen is not None, 'can only join a started process'
        if self._popen.wait(timeout) is not None:
            _children.discard(self)

    def is_alive(self):
        self._check_closed()
        if self is _current_process:
            return True
        assert self._parent_pid == _processes.current()[0], 'can only test a child process'
        if self._popen is None:
            return False
        if self._popen.poll() is None:
            return True
        _children.discard(self)
        return False

    def close(self):
        if self._popen is not None:
            if self._popen.poll() is None:
                raise ValueError(
                    'Cannot close a process while it is still running. '
                    'You should first call join() or terminate().'
                )
            self._popen.close()
            self._popen = None
            del self._sentinel
            _children.discard(self)
        self._closed = True

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        assert isinstance(name, str), 'name must be a string'
        self._name = name

    @property
    def daemon(self):
        return self._config.get('daemon', False)

    @daemon.setter
    def daemon(self, daemonic):
        assert self._popen is None, 'process has already started'
        self._config['daemon'] = daemonic

    @property
    def authkey(self):
        return self._config.get('authkey', b'')

    @authkey.setter
    def authkey(self, authkey):
        self._config['authkey'] = bytes(authkey)

    @property
    def exitcode(self):
        self._check_closed()
        return None if self._popen is None else self._popen.poll()

    @property
    def ident(self):
        self._check_closed()
        if self is _current_process:
            return _processes.current()[0]
        return self._popen and self._popen.pid

    pid = ident

    @property
    def sentinel(self):
        self._check_closed()
        try:
            return self._sentinel
        except AttributeError:
            raise ValueError('process not started') from None

    def __repr__(self):
        code = None
        if self is _current_process:
            status = 'started'
        elif self._closed:
            status = 'closed'
        elif self._parent_pid != _processes.current()[0]:
            status = 'unknown'
        elif self._popen is None:
            status = 'initial'
        else:
            code = self._popen.poll()
            status = 'started' if code is None else 'stopped'
        info = [type(self).__name__, f'name={self._name!r}']
        if self._popen is not None:
            info.append(f'pid={self._popen.pid}')
        info += f'parent={self._parent_pid}', status
        if code is not None:
            info.append(f'exitcode={_SIGNALS.get(code, code)}')
        if self.daemon:
            info.append('daemon')
        return f'<{" ".join(info)}>'

    def __getstate__(self):
        from multiprocessing.popen import _spawning

        if threading.get_ident() not in _spawning:
            raise TypeError('Pickling an AuthenticationString object is disallowed for security reasons')
        return self.__dict__.copy()

    def _bootstrap(self):
        # In the child: what its main thread does. Gives back the status.
        global _current_process, _parent_process, _counter
        try:
            try:
                _counter = count(1)
                _children.clear()
                _pools.clear()
                _finalizers.clear()
                for name in ('concurrent.futures.thread', 'concurrent.futures.process'):
                    # Pools of the parent have no threads here.
                    if name in sys.modules:
                        sys.modules[name]._pools.clear()
                _parent_process = _ParentProcess(self._parent_name, self._parent_pid)
                _current_process = self
                self.run()
                return 0
            finally:
                threading._shutdown()
        except SystemExit as error:
            if error.code is None:
                return 0
            if isinstance(error.code, int):
                return int(error.code)
            sys.stderr.write(f'{error.code}\n')
            return 1
        except BaseException as error:
            from _remote import text

            sys.stderr.write(f'Process {self.name}:\n{text(error)}')
            return 1


_SIGNALS = {-1: '-SIGHUP', -2: '-SIGINT', -6: '-SIGABRT', -9: '-SIGKILL', -11: '-SIGSEGV', -15: '-SIGTERM'}


class _ParentProcess(BaseProcess):
    def __init__(self, name, pid):
        self._identity = ()
        self._name = name
        self._pid = pid
        self._parent_pid = None
        self._popen = None
        self._closed = False
        self._config = {}

    def is_alive(self):
        return _processes.status(self._pid) is None

    @property
    def ident(self):
        return self._pid

    pid = ident

    def join(self, timeout=None):
        _processes.join((self._pid,), timeout)


class _MainProcess(BaseProcess):
    def __init__(self):
        self._identity = ()
        self._name = 'MainProcess'
        self._parent_pid = None
        self._popen = None
        self._closed = False
        self._config = {'semprefix': '/mp'}

    def close(self):
        pass


_parent_process = None
_current_process = _MainProcess()
_counter = count(1)

# Pools that run, and functions that end what would be lost otherwise: feeders of queues.
_pools = []
_finalizers = []


def _exit_function():
    # At a process's end: threads come first, then children. Daemons are not waited for.
    for thread in threading.enumerate():
        if not thread.daemon and thread is not threading.current_thread():
            thread.join()
    for pool in list(_pools):
        pool.terminate()
    for process in active_children():
        if process.daemon:
            process._popen.terminate()
    for process in active_children():
        process.join()
    while _finalizers:
        _finalizers.pop()()


# Behind the pools, which may be using processes.
threading._at_exit.insert(0, _exit_function)
