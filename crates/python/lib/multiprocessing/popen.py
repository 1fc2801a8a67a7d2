# How processes are started: as copies of this one (fork), or anew (spawn and forkserver).

import sys
import _processes
from threading import get_ident

# The ends of pipes that go to a process which is being started, by the thread that starts it.
_spawning = {}


class Popen:
    # A process that was started. Its sentinel is a pipe that nobody writes to: it ends with the process.
    def __init__(self, process):
        self.returncode = None
        self.sentinel = _processes.pipe()
        try:
            self.pid = self._launch(process)
        finally:
            _processes.close(self.sentinel, True)

    def poll(self):
        if self.returncode is None:
            self.returncode = _processes.status(self.pid)
        return self.returncode

    def wait(self, timeout=None):
        if self.returncode is None:
            _processes.join((self.pid,), timeout)
        return self.poll()

    def send_signal(self, signal):
        if self.poll() is None:
            _processes.terminate(self.pid, signal)

    def terminate(self):
        self.send_signal(15)

    def kill(self):
        self.send_signal(9)

    def close(self):
        _processes.close(self.sentinel, False)


# The sentinel of this process, if it is a copy: a copy of it would keep that open.
_own_sentinel = None


class ForkPopen(Popen):
    method = 'fork'

    def _launch(self, process):
        def begin():
            global _own_sentinel
            if _own_sentinel is not None:
                _processes.close(_own_sentinel, True)
            _own_sentinel = self.sentinel
            _processes.close(self.sentinel, False)
            raise SystemExit(process._bootstrap())

        return _processes.fork(begin, process.name)


class SpawnPopen(Popen):
    method = 'spawn'

    def _launch(self, process):
        from pickle import dumps

        _check_not_importing_main()
        _spawning[get_ident()] = ends = []
        try:
            payload = dumps((process.name, self.method, dumps(process)))
        finally:
            del _spawning[get_ident()]
        ends.append((self.sentinel, True))
        return _processes.spawn(self.method, 'multiprocessing.popen', '_main', payload, process.name, tuple(ends))


class ForkServerPopen(SpawnPopen):
    method = 'forkserver'


def _check_not_importing_main():
    from multiprocessing.process import current_process

    if getattr(current_process(), '_inheriting', False):
        indent = '\n' + ' ' * 8
        raise RuntimeError(indent + indent.join(_NOT_YET).replace(indent + '\n', '\n\n') + indent)


_NOT_YET = (
    'An attempt has been made to start a new process before the',
    'current process has finished its bootstrapping phase.',
    '',
    'This probably means that you are not using fork to start your',
    'child processes and you have forgotten to use the proper idiom',
    'in the main module:',
    '',
    "    if __name__ == '__main__':",
    '        freeze_support()',
    '        ...',
    '',
    'The "freeze_support()" line can be omitted if the program',
    'is not going to be frozen to produce an executable.',
    '',
    'To fix this issue, refer to the "Safe importing of main module"',
    'section in https://docs.python.org/3/library/multiprocessing.html',
)


def _main(payload):
    # What a process that begins anew does: the program's own module is imported first, under another name.
    from multiprocessing.context import set_start_method
    from multiprocessing.process import current_process
    from pickle import loads

    name, method, data = loads(payload)
    set_start_method(method, force=True)
    current_process().name = name
    current_process()._inheriting = True
    try:
        import __mp_main__

        process = loads(data)
    finally:
        del current_process()._inheriting
    raise SystemExit(process._bootstrap())


def assert_spawning(obj):
    if get_ident() not in _spawning:
        raise RuntimeError(
            f'{type(obj).__name__} objects should only be shared between processes through inheritance'
        )
