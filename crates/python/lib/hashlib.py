# hashlib: MD5, SHA-1, SHA-2 and BLAKE2.

import _hashlib
from _threading import Lock as _Lock

# Names, with the lengths of digests and blocks.
_KINDS = {
    'md5': (16, 64), 'sha1': (20, 64), 'sha224': (28, 64), 'sha256': (32, 64), 'sha384': (48, 128),
    'sha512': (64, 128), 'blake2b': (64, 128), 'blake2s': (32, 64),
}  # fmt: skip
algorithms_guaranteed = algorithms_available = set(_KINDS)


class HASH:
    def __init__(self, name, state):
        self.name, self._state = name, state
        self.digest_size, self.block_size = _KINDS[name]
        # While one thread puts something into it, and perhaps has let go of the big lock, others wait.
        self._lock = _Lock()

    def update(self, data, /):
        with self._lock:
            _hashlib.update(self._state, data)

    def digest(self):
        with self._lock:
            return _hashlib.digest(self._state)

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        made = object.__new__(type(self))
        with self._lock:
            HASH.__init__(made, self.name, _hashlib.copy(self._state))
        made.digest_size = self.digest_size
        return made

    def __repr__(self):
        return f'<{self.name} _hashlib.HASH object @ {id(self):#x}>'


def new(name, data=b'', *, usedforsecurity=True, **options):
    name = name.lower().replace('-', '')
    if name not in _KINDS:
        raise ValueError(f'unsupported hash type {name}')
    if name[0] == 'b':
        return (blake2b if name == 'blake2b' else blake2s)(data, **options)
    for option in options:
        raise TypeError(f"new() got an unexpected keyword argument '{option}'")
    made = HASH(name, _hashlib.new(name))
    if data != b'':
        made.update(data)
    return made


def md5(string=b'', *, usedforsecurity=True):
    return new('md5', string)


def sha1(string=b'', *, usedforsecurity=True):
    return new('sha1', string)


def sha224(string=b'', *, usedforsecurity=True):
    return new('sha224', string)


def sha256(string=b'', *, usedforsecurity=True):
    return new('sha256', string)


def sha384(string=b'', *, usedforsecurity=True):
    return new('sha384', string)


def sha512(string=b'', *, usedforsecurity=True):
    return new('sha512', string)


class _Blake(HASH):
    def __new__(cls, data=b'', /, *, digest_size=None, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0,
                node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True):  # fmt: skip
        self, most = object.__new__(cls), cls.MAX_DIGEST_SIZE
        if digest_size is None:
            digest_size = most
        if not 1 <= digest_size <= most:
            raise ValueError(f'digest_size must be between 1 and {most} bytes')
        if len(salt) > cls.SALT_SIZE:
            raise ValueError(f'maximum salt length is {cls.SALT_SIZE} bytes')
        if len(person) > cls.PERSON_SIZE:
            raise ValueError(f'maximum person length is {cls.PERSON_SIZE} bytes')
        if len(key) > cls.MAX_KEY_SIZE:
            raise ValueError(f'maximum key length is {cls.MAX_KEY_SIZE} bytes')
        if (fanout, depth, leaf_size, node_offset, node_depth, inner_size, last_node) != (1, 1, 0, 0, 0, 0, False):
            raise NotImplementedError('BLAKE2 of trees is not supported here: leave out fanout, depth and what follows them')
        HASH.__init__(self, cls.__name__, _hashlib.new(cls.__name__, digest_size, key, salt, person))
        self.digest_size = digest_size
        if data != b'':
            self.update(data)
        return self

    def __init__(self, *data, **options):
        pass

    def __repr__(self):
        return object.__repr__(self)


class blake2b(_Blake):
    SALT_SIZE = PERSON_SIZE = 16
    MAX_KEY_SIZE = MAX_DIGEST_SIZE = 64


class blake2s(_Blake):
    SALT_SIZE = PERSON_SIZE = 8
    MAX_KEY_SIZE = MAX_DIGEST_SIZE = 32


blake2b.__module__ = blake2s.__module__ = '_blake2'

def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    inner, outer = new(hash_name), new(hash_name)
    if len(password) > inner.block_size:
        password = new(hash_name, password).digest()
    password = password.ljust(inner.block_size, b'\0')
    inner.update(bytes([byte ^ 0x36 for byte in password]))
    outer.update(bytes([byte ^ 0x5C for byte in password]))

    def hmac(data):
        first, second = inner.copy(), outer.copy()
        first.update(data)
        second.update(first.digest())
        return second.digest()

    dklen = dklen or inner.digest_size
    key = b''
    block = 0
    while len(key) < dklen:
        block += 1
        last = hmac(salt + block.to_bytes(4, 'big'))
        mixed = int.from_bytes(last, 'big')
        for _ in range(iterations - 1):
            last = hmac(last)
            mixed ^= int.from_bytes(last, 'big')
        key += mixed.to_bytes(inner.digest_size, 'big')
    return key[:dklen]
