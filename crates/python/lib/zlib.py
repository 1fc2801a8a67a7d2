# zlib: compression, and checksums. What is compressed may differ from what the C library makes of it, not what
# comes out again.

import _zlib
from _zlib import adler32, crc32

DEFLATED = 8
MAX_WBITS = 15
DEF_BUF_SIZE = 16384
DEF_MEM_LEVEL = 8
Z_NO_COMPRESSION, Z_BEST_SPEED, Z_BEST_COMPRESSION, Z_DEFAULT_COMPRESSION = 0, 1, 9, -1
Z_DEFAULT_STRATEGY = 0
Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH = 0, 2, 3, 4


class error(Exception):
    pass


def _check(wbits):
    if abs(wbits) > 15:
        raise NotImplementedError('gzip headers are not supported here: use wbits from 8 to 15, or from -15 to -8')


def compress(data, /, level=-1, wbits=15):
    _check(wbits)
    return _zlib.compress(data, level, wbits < 0)


def decompress(data, /, wbits=15, bufsize=DEF_BUF_SIZE):
    _check(wbits)
    return _result(_zlib.decompress(data, wbits < 0))[0]


def _result(found):
    if found == -5:
        raise error('Error -5 while decompressing data: incomplete or truncated stream')
    if found == -3:
        raise error('Error -3 while decompressing data: incorrect header check')
    return found


class _Compress:
    def __init__(self, level, wbits):
        self._level, self._wbits, self._data = level, wbits, bytearray()

    def compress(self, data, /):
        self._data += data
        return b''

    def flush(self, mode=Z_FINISH, /):
        if mode != Z_FINISH:
            return b''
        return compress(self._data, self._level, self._wbits)


class _Decompress:
    def __init__(self, wbits):
        self._wbits, self._data = wbits, bytearray()
        self.unused_data = self.unconsumed_tail = b''
        self.eof = False

    def decompress(self, data, max_length=0, /):
        # What there is comes when the stream is whole.
        if self.eof:
            self.unused_data += data
            return b''
        self._data += data
        found = _zlib.decompress(self._data, self._wbits < 0)
        if found == -5:
            return b''
        whole, end = _result(found)
        self.eof, self.unused_data = True, bytes(self._data[end:])
        return whole

    def flush(self, length=DEF_BUF_SIZE, /):
        return b''


def compressobj(level=-1, method=DEFLATED, wbits=15, memLevel=DEF_MEM_LEVEL, strategy=Z_DEFAULT_STRATEGY, zdict=None):
    _check(wbits)
    return _Compress(level, wbits)


def decompressobj(wbits=15, zdict=b''):
    _check(wbits)
    return _Decompress(wbits)
