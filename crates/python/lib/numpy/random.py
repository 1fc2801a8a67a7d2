# numpy.random: the numbers are numpy's.

import _numpy
from _threading import Lock
from time import time

from numpy import _of, _scalar, _shape, _whole, arange, asarray, ndarray

_made = []


def _entropy():
    _made.append(None)
    return int(time() * 1e9) + 7919 * len(_made)


def _drawn(of, what, size, a, b):
    # One at a time, as in numpy: the big lock is not held meanwhile.
    with of._lock:
        raw = _numpy.random(of._source, what, (1,) if size is None else _shape(size), a, b)
    return _numpy.values(raw)[0] if size is None else _of(raw)


def _bounds(low, high, endpoint=False):
    low, high = (0, low) if high is None else (low, high)
    low, high = _whole(low), _whole(high) - (not endpoint)
    if low > high:
        raise ValueError('low >= high' if low or not high else 'high <= 0')
    return low, high


class RandomState:
    def __init__(self, seed=None):
        self._lock = Lock()
        self.seed(seed)

    def seed(self, seed=None):
        seed = _entropy() % 2**32 if seed is None else _whole(seed)
        if not 0 <= seed < 2**32:
            raise ValueError('Seed must be between 0 and 2**32 - 1')
        self._source = _numpy.twister(seed)

    def random_sample(self, size=None):
        return _drawn(self, 'double', size, 0.0, 1.0)

    random = random_sample

    def rand(self, *shape):
        return self.random_sample(shape or None)

    def uniform(self, low=0.0, high=1.0, size=None):
        return _drawn(self, 'double', size, low, high)

    def normal(self, loc=0.0, scale=1.0, size=None):
        return _drawn(self, 'normal', size, loc, scale)

    def standard_normal(self, size=None):
        return self.normal(0.0, 1.0, size)

    def randn(self, *shape):
        return self.normal(0.0, 1.0, shape or None)

    def randint(self, low, high=None, size=None):
        return _drawn(self, 'int', size, *_bounds(low, high))

    def shuffle(self, x):
        for place in range(len(x) - 1, 0, -1):
            other = _drawn(self, 'int', None, 0, place)
            first, second = x[place], x[other]
            if isinstance(first, ndarray):
                first, second = first.copy(), second.copy()
            x[place], x[other] = second, first

    def permutation(self, x):
        made = arange(x) if isinstance(x, int) else asarray(x).copy()
        self.shuffle(made)
        return made

    def __getattr__(self, name):
        raise AttributeError(f"'numpy.random.mtrand.RandomState' object has no attribute '{name}' here: there is a small part of numpy only")


# What a seed becomes before it is used (`SeedSequence`).

_MASK = 0xFFFFFFFF


def _pool(seed):
    words = []
    while seed or not words:
        words.append(seed & _MASK)
        seed >>= 32
    factor = [0x43B0D7E5]

    def hashed(value):
        value = (value ^ factor[0]) & _MASK
        factor[0] = factor[0] * 0x931E8875 & _MASK
        value = value * factor[0] & _MASK
        return value ^ value >> 16

    def mixed(a, b):
        made = (0xCA01F9DD * a - 0x4973F715 * b) & _MASK
        return made ^ made >> 16

    pool = [hashed(words[place] if place < len(words) else 0) for place in range(4)]
    for source in range(4):
        for target in range(4):
            if source != target:
                pool[target] = mixed(pool[target], hashed(pool[source]))
    for word in words[4:]:
        for target in range(4):
            pool[target] = mixed(pool[target], hashed(word))
    return pool


def _state(seed):
    pool, factor, state = _pool(seed), 0x8B51F9DD, b''
    for place in range(8):
        value = pool[place % 4] ^ factor
        factor = factor * 0x58F38DED & _MASK
        value = value * factor & _MASK
        state += (value ^ value >> 16).to_bytes(4, 'little')
    return state


class Generator:
    def __init__(self, seed):
        if seed is not None and _whole(seed) < 0:
            raise ValueError('expected non-negative integer')
        self._lock = Lock()
        self._source = _numpy.pcg(_state(_entropy() if seed is None else _whole(seed)))

    def random(self, size=None):
        return _drawn(self, 'double', size, 0.0, 1.0)

    def uniform(self, low=0.0, high=1.0, size=None):
        return _drawn(self, 'double', size, low, high)

    def integers(self, low, high=None, size=None, endpoint=False):
        low, high = _bounds(low, high, endpoint)
        made = _drawn(self, 'int', size, low, high)
        return _scalar(made) if size is None else made

    def __getattr__(self, name):
        raise AttributeError(f"'numpy.random._generator.Generator' object has no attribute '{name}' here: there are random, uniform and integers")


def default_rng(seed=None):
    return seed if isinstance(seed, Generator) else Generator(seed)


_state_of_all = RandomState()
for _name in 'seed random_sample random rand uniform normal standard_normal randn randint shuffle permutation'.split():
    globals()[_name] = getattr(_state_of_all, _name)


def __getattr__(name):
    raise AttributeError(f"module 'numpy.random' has no attribute '{name}' here: there is a small part of numpy only")
