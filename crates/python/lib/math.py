# math: what is not made of single numbers natively.

from _math import (
    acos, acosh, asin, asinh, atan, atan2, atanh, cbrt, ceil, copysign, cos, cosh, degrees, exp, exp2, expm1, fabs,
    factorial, floor, fmod, frexp, gcd, hypot, isfinite, isinf, isnan, isqrt, ldexp, log, log10, log1p, log2, modf,
    nextafter, pow, radians, remainder, sin, sinh, sqrt, tan, tanh, trunc, ulp,
)  # fmt: skip

pi = 3.141592653589793
e = 2.718281828459045
tau = 6.283185307179586
inf = float('inf')
nan = float('nan')


def _whole(value):
    if not hasattr(value, '__index__'):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    return value.__index__()


def comb(n, k, /):
    n, k = _whole(n), _whole(k)
    if n < 0:
        raise ValueError('n must be a non-negative integer')
    if k < 0:
        raise ValueError('k must be a non-negative integer')
    if k > n:
        return 0
    number = 1
    for at in range(min(k, n - k)):
        number = number * (n - at) // (at + 1)
    return number


def perm(n, k=None, /):
    if k is None:
        return factorial(n)
    n, k = _whole(n), _whole(k)
    if n < 0:
        raise ValueError('n must be a non-negative integer')
    if k < 0:
        raise ValueError('k must be a non-negative integer')
    return prod(range(n - k + 1, n + 1)) if k <= n else 0


def lcm(*integers):
    result = 1
    for number in integers:
        number = _whole(number)
        if not number:
            return 0
        result = abs(number) // gcd(result, number) * result
    return result


def prod(iterable, /, *, start=1):
    for number in iterable:
        start = start * number
    return start


def sumprod(p, q, /):
    p, q = tuple(p), tuple(q)
    if len(p) != len(q):
        raise ValueError('Inputs are not the same length')
    products = [a * b for a, b in zip(p, q)]
    return fsum(products) if products and all([isinstance(one, float) for one in products]) else sum(products)


def dist(p, q, /):
    p, q = tuple(p), tuple(q)
    if len(p) != len(q):
        raise ValueError('both points must have the same number of dimensions')
    return hypot(*[a - b for a, b in zip(p, q)])


def fsum(seq, /):
    # Partial sums that lose nothing, from the smallest (Shewchuk).
    parts = []
    special = 0.0
    for number in seq:
        number = number + 0.0
        if number - number != 0:
            special += number
            continue
        count = 0
        for part in parts:
            if abs(number) < abs(part):
                number, part = part, number
            high = number + part
            if high - high != 0:
                raise OverflowError('intermediate overflow in fsum')
            low = part - (high - number)
            if low:
                parts[count] = low
                count += 1
            number = high
        parts[count:] = [number]
    if special:
        return special
    if special != special:
        raise ValueError('-inf + inf in fsum')
    total = low = 0.0
    while parts and not low:
        part = parts.pop()
        high = total + part
        low = part - (high - total)
        total = high
    # Half-way: the next part says where to.
    if parts and (low < 0) == (parts[-1] < 0):
        twice = low * 2.0
        high = total + twice
        if twice == high - total:
            total = high
    return total


def isclose(a, b, *more, rel_tol=1e-09, abs_tol=0.0):
    if more:
        raise TypeError(f'isclose() takes exactly 2 positional arguments ({2 + len(more)} given)')
    if rel_tol < 0 or abs_tol < 0:
        raise ValueError('tolerances must be non-negative')
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    return abs(a - b) <= max(rel_tol * max(abs(a), abs(b)), abs_tol)


def fma(x, y, z, /):
    from fractions import Fraction

    if isfinite(x) and isfinite(y) and isfinite(z):
        return float(Fraction(x) * Fraction(y) + Fraction(z))
    return x * y + z


# The gamma function by Lanczos' sum, with the coefficients that CPython uses.

_ABOVE = (
    23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
)
_BELOW = (0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1)


def _lanczos(x):
    above = below = 0.0
    if x < 5.0:
        for a, b in zip(_ABOVE[::-1], _BELOW[::-1]):
            above, below = above * x + a, below * x + b
    else:
        for a, b in zip(_ABOVE, _BELOW):
            above, below = above / x + a, below / x + b
    return above / below


_G = 5.524680040776729583740234375


def _parts(size):
    # Where the power is taken, and what rounding took away there.
    y = size + _G
    z = (y - size) - _G if size > _G else (y - _G) - size
    return y, z * (_G + 0.5) / y


def _sinpi(x):
    return sin(pi * (x % 2.0))


def gamma(x, /):
    x = fabs(x) if x > 0 else -fabs(x) if x < 0 else x + 0.0
    if not isfinite(x) and x != -inf:
        return x
    if x == -inf or x <= 0 and x == floor(x):
        raise ValueError('math domain error')
    if x <= 23 and x == floor(x):
        return float(factorial(int(x) - 1))
    size = fabs(x)
    if size < 1e-20:
        return 1.0 / x
    if size > 200:
        if x < 0:
            return 0.0 if floor(x) % 2 else -0.0
        raise OverflowError('math range error')
    y, z = _parts(size)
    half = pow(y, size / 2 - 0.25) if size >= 140 else 0.0
    if x < 0:
        result = -pi / _sinpi(size) / size * exp(y) / _lanczos(size)
        result -= z * result
        return result / half / half if half else result / pow(y, size - 0.5)
    result = _lanczos(size) / exp(y)
    result += z * result
    result = result * half * half if half else result * pow(y, size - 0.5)
    if isinf(result):
        raise OverflowError('math range error')
    return result


def lgamma(x, /):
    if not isfinite(x):
        return fabs(x)
    size = fabs(x)
    if x == floor(x) and x <= 2:
        if x <= 0:
            raise ValueError('math domain error')
        return 0.0
    if size < 1e-20:
        return -log(size)
    result = log(_lanczos(size)) - _G - 0.5
    result += (size - 0.5) * (log(size + _G) - 1)
    if x < 0:
        result = log(pi) - log(fabs(_sinpi(size))) - log(size) - result
    return result


def _erf(x):
    # Near 0: a series.
    square = x * x
    total = 0.0
    for at in range(25, 0, -1):
        total = 2.0 + square * total / (at + 0.5)
    return total * x * exp(-square) / sqrt(pi)


def _erfc(x):
    # Far above 0: a continued fraction.
    if x >= 30:
        return 0.0
    square = x * x
    a, step, p, last_p, q, last_q = 0.0, 0.5, 1.0, 0.0, 0.5 + square, 1.0
    for _ in range(50):
        a += step
        step += 2.0
        b = step + square
        p, last_p = b * p - a * last_p, p
        q, last_q = b * q - a * last_q, q
    return p / q * x * exp(-square) / sqrt(pi)


def erf(x, /):
    if x != x:
        return x
    if fabs(x) < 1.5:
        return _erf(x)
    far = _erfc(fabs(x))
    return 1.0 - far if x > 0 else far - 1.0


def erfc(x, /):
    if x != x:
        return x
    if fabs(x) < 1.5:
        return 1.0 - _erf(x)
    far = _erfc(fabs(x))
    return far if x > 0 else 2.0 - far
