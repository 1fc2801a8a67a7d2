# statistics: averages and spread. Sums are exact: numbers are added as fractions, and rounded once at the end.

from math import exp, fsum, gcd, isqrt, log


class StatisticsError(ValueError):
    pass


def _exact(data):
    # The sum as a numerator and a denominator, how many there are, and what type the result has.
    sums = {}
    number = 0
    kind = int
    for x in data:
        number += 1
        if not hasattr(x, 'as_integer_ratio'):
            raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator")
        if type(x) is float and x - x != 0:
            # Infinities and NaN have no fraction.
            return x + sum([y for y in data if y - y != 0]), 0, len(list(data)), float
        n, d = x.as_integer_ratio()
        sums[d] = sums.get(d, 0) + n
        if kind is int and not isinstance(x, int) or isinstance(x, float):
            kind = type(x)
    return *_added(sums), number, kind


def _added(sums):
    # The sum of several fractions, from numerators by their denominators.
    n, d = 0, 1
    for e, m in sums.items():
        common = gcd(d, e)
        n, d = n * (e // common) + m * (d // common), d // common * e
    return n, d


def _as(n, d, kind):
    if d == 0:
        return n
    common = gcd(n, d)
    n, d = n // common, d // common
    if kind is int:
        return n if d == 1 else n / d
    return n / d if kind is float else kind(n, d)


def _some(data, what):
    data = list(data)
    if not data:
        raise StatisticsError(what)
    return data


def mean(data):
    n, d, number, kind = _exact(_some(data, 'mean requires at least one data point'))
    return n / number if d == 0 else _as(n, d * number, kind)


def fmean(data, weights=None):
    data = _some(data, 'fmean requires at least one data point')
    if weights is None:
        return fsum(data) / len(data)
    weights = list(weights)
    if len(weights) != len(data):
        raise StatisticsError('data and weights must be the same length')
    total = fsum(weights)
    if not total:
        raise StatisticsError('sum of weights must be non-zero')
    return fsum([a * b for a, b in zip(data, weights)]) / total


def geometric_mean(data):
    data = _some(data, 'Must have a non-empty dataset')
    for x in data:
        if x < 0:
            raise StatisticsError('No negative inputs allowed', x)
    return 0.0 if 0 in data else exp(fsum([log(x) for x in data]) / len(data))


def harmonic_mean(data, weights=None):
    data = _some(data, 'harmonic_mean requires at least one data point')
    if weights is None:
        if len(data) == 1 and data[0] >= 0:
            return data[0]
        weights = [1] * len(data)
    weights = list(weights)
    if len(weights) != len(data):
        raise StatisticsError('Number of weights does not match data size')
    for x in data:
        if x < 0:
            raise StatisticsError('harmonic mean does not support negative values')
        if x == 0:
            return 0
    n, d, _, kind = _exact([w / x for w, x in zip(weights, data)])
    a, b, _, _ = _exact(weights)
    return _as(a * d, b * n, kind)


def _sorted(data, what='no median for empty data'):
    return sorted(_some(data, what))


def median(data):
    data = _sorted(data)
    half = len(data) // 2
    return data[half] if len(data) % 2 else (data[half - 1] + data[half]) / 2


def median_low(data):
    data = _sorted(data)
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = _sorted(data)
    return data[len(data) // 2]


def _numbers(data):
    numbers = {}
    for x in data:
        numbers[x] = numbers.get(x, 0) + 1
    return numbers


def mode(data):
    numbers = _numbers(_some(data, 'no mode for empty data'))
    return max(numbers, key=numbers.get)


def multimode(data):
    numbers = _numbers(data)
    most = max(numbers.values(), default=0)
    return [x for x in numbers if numbers[x] == most]


def quantiles(data, *, n=4, method='exclusive'):
    # The n - 1 cuts between n parts of equal size.
    if n < 1:
        raise StatisticsError('n must be at least 1')
    data = sorted(data)
    size = len(data)
    if size < 2:
        if size == 1:
            return data * (n - 1)
        raise StatisticsError('must have at least one data point')
    if method not in ('inclusive', 'exclusive'):
        raise ValueError(f'Unknown method: {method!r}')
    cuts = []
    for i in range(1, n):
        if method == 'inclusive':
            j, rest = divmod(i * (size - 1), n)
        else:
            j = min(max(i * (size + 1) // n, 1), size - 1)
            rest = i * (size + 1) - j * n
            j -= 1
        cuts.append((data[j] * (n - rest) + data[j + 1] * rest) / n)
    return cuts


def _spread(data, middle, least, name):
    # The sum of squared distances from the mean, as a fraction; and how many, and the type.
    data = list(data)
    if len(data) < least:
        raise StatisticsError(f'{name} requires at least {"two data points" if least == 2 else "one data point"}')
    if middle is not None:
        distances = [x - middle for x in data]
        n, d, number, kind = _exact([x * x for x in distances])
        return n, d, number, _exact([*data, middle])[3] if d else kind
    n, d, number, kind = _exact(data)
    if d == 0:
        return float('nan'), 0, number, float
    squares = {}
    for x in data:
        a, b = x.as_integer_ratio()
        squares[b * b] = squares.get(b * b, 0) + a * a
    a, b = _added(squares)
    return a * d * d * number - n * n * b, b * d * d * number, number, kind


def variance(data, xbar=None):
    n, d, number, kind = _spread(data, xbar, 2, 'variance')
    return _as(n, d * (number - 1), kind)


def pvariance(data, mu=None):
    n, d, number, kind = _spread(data, mu, 1, 'pvariance')
    return _as(n, d * number, kind)


def stdev(data, xbar=None):
    n, d, number, _ = _spread(data, xbar, 2, 'stdev')
    return _root(n, d * (number - 1))


def pstdev(data, mu=None):
    n, d, number, _ = _spread(data, mu, 1, 'pstdev')
    return _root(n, d * number)


def _root(n, d):
    # The square root of a fraction, rounded once: 109 bits or more, the last one set if there is a remainder,
    # are enough for float division to do that.
    if d == 0:
        return n
    if n == 0:
        return 0.0
    shift = max(0, 220 - n.bit_length() + d.bit_length()) & ~1
    quotient, rest = divmod(n << shift, d)
    root = isqrt(quotient)
    return (root | (rest != 0 or root * root != quotient)) / (1 << shift // 2)
