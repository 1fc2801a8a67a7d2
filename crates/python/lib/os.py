# os: what a program without files may ask.

import _processes
from _core import cores

name = 'posix'
sep, linesep, curdir, pardir, extsep, pathsep, devnull = '/', '\n', '.', '..', '.', ':', '/dev/null'
environ = {}


def cpu_count():
    return cores()


process_cpu_count = cpu_count


def sched_getaffinity(pid):
    return set(range(cores()))


# Of a subinterpreter, the number of the process that it is in.
_pid = None


def getpid():
    return _pid or _processes.current()[0]


def getppid():
    return _processes.current()[1] or 1


def getenv(key, default=None):
    return environ.get(key, default)


def getcwd():
    return '/'


def fspath(path):
    return path if isinstance(path, (str, bytes)) else type(path).__fspath__(path)


def urandom(size, /):
    from random import randbytes

    return randbytes(size)


def _exit(status):
    # Like a signal whose number is the status negated; that of 0 is the smallest.
    _processes.terminate(getpid(), -(status & 0xFF) & 0xFFFF_FFFF or 0x8000_0000)


class path:
    sep = '/'

    @staticmethod
    def join(path, *paths):
        for part in paths:
            path = part if part.startswith('/') or not path else path + part if path.endswith('/') else f'{path}/{part}'
        return path

    @staticmethod
    def split(path):
        head, slash, tail = path.rpartition('/')
        return head or slash, tail

    @staticmethod
    def basename(path):
        return path.rpartition('/')[2]

    @staticmethod
    def dirname(path):
        head, slash, _ = path.rpartition('/')
        return head or slash

    @staticmethod
    def splitext(path):
        start = path.rfind('/') + 1
        dot = path.rfind('.')
        if dot <= start or not path[start:dot].strip('.'):
            return path, ''
        return path[:dot], path[dot:]

    @staticmethod
    def isabs(path):
        return path.startswith('/')

    @staticmethod
    def exists(path):
        # There are no files.
        return path == '/'

    isdir = exists

    @staticmethod
    def isfile(path):
        return False
