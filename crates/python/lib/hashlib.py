# hashlib: MD5, SHA-1 and SHA-2.

import _hashlib

# Names, with the lengths of digests and blocks.
_KINDS = {
    'md5': (16, 64), 'sha1': (20, 64), 'sha224': (28, 64), 'sha256': (32, 64), 'sha384': (48, 128),
    'sha512': (64, 128),
}  # fmt: skip
algorithms_guaranteed = algorithms_available = set(_KINDS)


class HASH:
    def __init__(self, name, state):
        self.name, self._state = name, state
        self.digest_size, self.block_size = _KINDS[name]

    def update(self, data, /):
        _hashlib.update(self._state, self.digest_size, data)

    def digest(self):
        return _hashlib.digest(self._state, self.digest_size)

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        return HASH(self.name, self._state[:])

    def __repr__(self):
        return f'<{self.name} _hashlib.HASH object @ {id(self):#x}>'


def new(name, data=b'', *, usedforsecurity=True):
    name = name.lower().replace('-', '')
    if name not in _KINDS:
        raise ValueError(f'unsupported hash type {name}')
    made = HASH(name, _hashlib.new(_KINDS[name][0]))
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
