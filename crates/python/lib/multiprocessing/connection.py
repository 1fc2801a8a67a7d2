# Pipes between processes, with objects as messages.

import _processes
from multiprocessing.popen import _spawning
from pickle import dumps, loads
from threading import get_ident


class Connection:
    # An end. What it reads from and what it writes to are pipes of one direction, by their numbers.
    def __init__(self, reads, writes):
        self._reads, self._writes = reads, writes
        self._closed = False

    def __reduce__(self):
        ends = _spawning.get(get_ident())
        if ends is None:
            return _opened, (self._reads, self._writes)
        # The new process has it open from the start.
        ends += [(pipe, writing) for pipe, writing in ((self._reads, False), (self._writes, True)) if pipe is not None]
        return Connection, (self._reads, self._writes)

    closed = property(lambda self: self._closed)
    readable = property(lambda self: self._reads is not None)
    writable = property(lambda self: self._writes is not None)

    def _check(self, pipe, problem):
        if self._closed:
            raise OSError('handle is closed')
        if pipe is None:
            raise OSError(f'connection is {problem}-only')

    def fileno(self):
        self._check(0, '')
        return self._writes if self._reads is None else self._reads

    def close(self):
        if not self._closed:
            self._closed = True
            if self._reads is not None:
                _processes.close(self._reads, False)
            if self._writes is not None:
                _processes.close(self._writes, True)

    def send_bytes(self, buf, offset=0, size=None):
        self._check(self._writes, 'read')
        if not isinstance(buf, (bytes, bytearray)):
            raise TypeError(f"memoryview: a bytes-like object is required, not '{type(buf).__name__}'")
        length = len(buf)
        if offset < 0:
            raise ValueError('offset is negative')
        if length < offset:
            raise ValueError('buffer length < offset')
        if size is None:
            size = length - offset
        elif size < 0:
            raise ValueError('size is negative')
        elif offset + size > length:
            raise ValueError('buffer length < offset + size')
        _processes.send(self._writes, bytes(buf)[offset : offset + size])

    def send(self, obj):
        self._check(self._writes, 'read')
        _processes.send(self._writes, dumps(obj))

    def recv_bytes(self, maxlength=None):
        self._check(self._reads, 'write')
        if maxlength is not None and maxlength < 0:
            raise ValueError('negative maxlength')
        data = _processes.receive(self._reads, None)
        if maxlength is not None and len(data) > maxlength:
            self.close()
            raise OSError('bad message length')
        return data

    def recv_bytes_into(self, buf, offset=0):
        self._check(self._reads, 'write')
        if offset < 0:
            raise ValueError('negative offset')
        if offset > len(buf):
            raise ValueError('offset too large')
        data = _processes.receive(self._reads, None)
        if len(buf) < offset + len(data):
            from multiprocessing.context import BufferTooShort

            raise BufferTooShort(data)
        buf[offset : offset + len(data)] = data
        return len(data)

    def recv(self):
        self._check(self._reads, 'write')
        return loads(_processes.receive(self._reads, None))

    def poll(self, timeout=0.0):
        self._check(self._reads, 'write')
        return bool(_processes.ready((self._reads,), timeout))

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


def _opened(reads, writes):
    # An end that has come as a message.
    if reads is not None:
        _processes.open(reads, False)
    if writes is not None:
        _processes.open(writes, True)
    return Connection(reads, writes)


def Pipe(duplex=True):
    one = _processes.pipe()
    if not duplex:
        return Connection(one, None), Connection(None, one)
    other = _processes.pipe()
    return Connection(one, other), Connection(other, one)


def wait(object_list, timeout=None):
    # Those of these that can be read, or are at their end; of processes, their sentinels.
    by_pipe = {}
    for one in object_list:
        by_pipe[one if isinstance(one, int) else one.fileno()] = one
    if timeout is not None and timeout < 0:
        timeout = 0
    ready = set(_processes.ready(tuple(by_pipe), timeout))
    return [one for pipe, one in by_pipe.items() if pipe in ready]
