# random: numbers from the Mersenne Twister. A seed gives the same numbers as in CPython.

import _random
from bisect import bisect_right
from math import acos, ceil, cos, exp, log, pi, sin, sqrt
from time import time

_made = []


class Random:
    def __init__(self, x=None):
        self._state, self._seed, self.random, self.getrandbits = _random.new()
        self.seed(x)

    def seed(self, a=None, version=2):
        if isinstance(a, (str, bytes, bytearray)):
            from hashlib import sha512

            a = a.encode() if isinstance(a, str) else bytes(a)
            a = int.from_bytes(a + sha512(a).digest(), 'big')
        elif isinstance(a, float):
            a = hash(a) & 0xFFFF_FFFF_FFFF_FFFF
        elif a is None:
            # From the clock, and from how many there were before.
            a = int(time() * 1e9) + (id(self._state) << 64) + (len(_made) << 128)
            _made.append(None)
        elif not isinstance(a, int):
            raise TypeError('The only supported seed types are:\nNone, int, float, str, bytes, and bytearray.')
        self._seed(a)
        self._second = None

    def getstate(self):
        words = [int.from_bytes(self._state[at : at + 4], 'little') for at in range(0, 2500, 4)]
        return 3, tuple(words), self._second

    def __reduce__(self):
        return type(self), (), self.getstate()

    def __setstate__(self, state):
        self.setstate(state)

    def setstate(self, state):
        version, words, self._second = state
        self._state[:] = b''.join([word.to_bytes(4, 'little') for word in words])

    def _below(self, n):
        # As many bits as n has, until they are less.
        bits = n.bit_length()
        number = self.getrandbits(bits)
        while number >= n:
            number = self.getrandbits(bits)
        return number

    def randrange(self, start, stop=None, step=1):
        for bound in (start, stop, step):
            if bound is not None and not hasattr(bound, '__index__'):
                raise TypeError(f"'{type(bound).__name__}' object cannot be interpreted as an integer")
        numbers = range(start) if stop is None else range(start, stop, step)
        width = len(numbers) if -(2**62) < (start if stop is None else stop - start) < 2**62 else None
        if width is None:
            low, high = (0, start) if stop is None else (start, stop)
            width = max((high - low + step - (1 if step > 0 else -1)) // step, 0)
        if not width:
            if stop is None:
                raise ValueError('empty range for randrange()')
            raise ValueError(f'empty range in randrange({start}, {stop}{f", {step}" if step != 1 else ""})')
        return (0 if stop is None else start) + step * self._below(width)

    def randint(self, a, b):
        return self.randrange(a, b + 1)

    def randbytes(self, n):
        return self.getrandbits(n * 8).to_bytes(n, 'little')

    def choice(self, seq):
        if not len(seq):
            raise IndexError('Cannot choose from an empty sequence')
        return seq[self._below(len(seq))]

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        n = len(population)
        random = self.random
        if weights is not None:
            if cum_weights is not None:
                raise TypeError('Cannot specify both weights and cumulative weights')
            total = 0
            cum_weights = [total := total + weight for weight in weights]
        elif cum_weights is None:
            return [population[int(random() * n)] for _ in range(k)]
        if len(cum_weights) != n:
            raise ValueError('The number of weights does not match the population')
        total = cum_weights[-1] + 0.0
        if total <= 0.0:
            raise ValueError('Total of weights must be greater than zero')
        return [population[bisect_right(cum_weights, random() * total, 0, n - 1)] for _ in range(k)]

    def shuffle(self, x):
        for at in range(len(x) - 1, 0, -1):
            other = self._below(at + 1)
            x[at], x[other] = x[other], x[at]

    def sample(self, population, k, *, counts=None):
        if not hasattr(population, '__getitem__') or hasattr(population, 'keys'):
            raise TypeError('Population must be a sequence.  For dicts or sets, use sorted(d).')
        if counts is not None:
            total = 0
            ends = [total := total + count for count in counts]
            return [population[bisect_right(ends, at)] for at in self.sample(range(total), k)]
        n = len(population)
        if not 0 <= k <= n:
            raise ValueError('Sample larger than population or is negative')
        # Of few, each drawn one is taken out of a list; of many, the places are remembered.
        if n <= 21 + (4 ** ceil(log(k * 3, 4)) if k > 5 else 0):
            pool = list(population)
            result = []
            for left in range(n, n - k, -1):
                at = self._below(left)
                result.append(pool[at])
                pool[at] = pool[left - 1]
            return result
        drawn = {}
        while len(drawn) < k:
            drawn[self._below(n)] = None
        return [population[at] for at in drawn]

    def uniform(self, a, b):
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        u = self.random()
        if high == low:
            return low
        c = 0.5 if mode is None else (mode - low) / (high - low)
        if u > c:
            u, c, low, high = 1.0 - u, 1.0 - c, high, low
        return low + (high - low) * sqrt(u * c)

    def gauss(self, mu=0.0, sigma=1.0):
        # Numbers come in pairs.
        z, self._second = self._second, None
        if z is None:
            angle = self.random() * 2.0 * pi
            radius = sqrt(-2.0 * log(1.0 - self.random()))
            z, self._second = cos(angle) * radius, sin(angle) * radius
        return mu + z * sigma

    def normalvariate(self, mu=0.0, sigma=1.0):
        while True:
            u, v = self.random(), 1.0 - self.random()
            z = 4 * exp(-0.5) / sqrt(2.0) * (u - 0.5) / v
            if z * z / 4.0 <= -log(v):
                return mu + z * sigma

    def expovariate(self, lambd=1.0):
        return -log(1.0 - self.random()) / lambd

    def lognormvariate(self, mu=0.0, sigma=1.0):
        return exp(self.normalvariate(mu, sigma))

    def gammavariate(self, alpha, beta):
        random = self.random
        if alpha <= 0.0 or beta <= 0.0:
            raise ValueError('gammavariate: alpha and beta must be > 0.0')
        if alpha == 1.0:
            return -log(1.0 - random()) * beta
        if alpha > 1.0:
            # Cheng, 1977.
            a = sqrt(2.0 * alpha - 1.0)
            b, c = alpha - log(4.0), alpha + a
            while True:
                u = random()
                if not 1e-7 < u < 0.9999999:
                    continue
                w = 1.0 - random()
                v = log(u / (1.0 - u)) / a
                x = alpha * exp(v)
                z = u * u * w
                r = b + c * v - x
                if r + 1.0 + log(4.5) - 4.5 * z >= 0.0 or r >= log(z):
                    return x * beta
        while True:
            # Kennedy and Gentle, 1980.
            b = (2.718281828459045 + alpha) / 2.718281828459045
            p = b * random()
            x = p ** (1.0 / alpha) if p <= 1.0 else -log((b - p) / alpha)
            u = random()
            if u <= x ** (alpha - 1.0) if p > 1.0 else u <= exp(-x):
                return x * beta

    def betavariate(self, alpha, beta):
        y = self.gammavariate(alpha, 1.0)
        return y / (y + self.gammavariate(beta, 1.0)) if y else 0.0

    def paretovariate(self, alpha):
        return (1.0 - self.random()) ** (-1.0 / alpha)

    def weibullvariate(self, alpha, beta):
        return alpha * (-log(1.0 - self.random())) ** (1.0 / beta)

    def vonmisesvariate(self, mu, kappa):
        random = self.random
        if kappa <= 1e-6:
            return 2.0 * pi * random()
        s = 0.5 / kappa
        r = s + sqrt(1.0 + s * s)
        while True:
            z = cos(pi * random())
            d = z / (r + z)
            u = random()
            if u < 1.0 - d * d or u <= (1.0 - d) * exp(d):
                break
        f = (1.0 / r + z) / (1.0 + z / r)
        return (mu + (1 if random() > 0.5 else -1) * acos(f)) % (2.0 * pi)


SystemRandom = Random
_shared = Random()
seed = _shared.seed
getstate = _shared.getstate
setstate = _shared.setstate
random = _shared.random
getrandbits = _shared.getrandbits
randrange = _shared.randrange
randint = _shared.randint
randbytes = _shared.randbytes
choice = _shared.choice
choices = _shared.choices
shuffle = _shared.shuffle
sample = _shared.sample
uniform = _shared.uniform
triangular = _shared.triangular
gauss = _shared.gauss
normalvariate = _shared.normalvariate
lognormvariate = _shared.lognormvariate
expovariate = _shared.expovariate
gammavariate = _shared.gammavariate
betavariate = _shared.betavariate
paretovariate = _shared.paretovariate
weibullvariate = _shared.weibullvariate
vonmisesvariate = _shared.vonmisesvariate
