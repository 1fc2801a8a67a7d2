# fractions: exact rational numbers.

from math import gcd, trunc


class Fraction:
    # From two ints, a float, another fraction, or text such as '3/4' and '0.75'.
    __slots__ = ('numerator', 'denominator')

    def __new__(cls, numerator=0, denominator=None):
        if isinstance(numerator, str) and denominator is None:
            numerator, denominator = _parsed(numerator)
        for part in (numerator, 1 if denominator is None else denominator):
            if not hasattr(part, 'as_integer_ratio') or denominator is not None and isinstance(part, float):
                what = 'both arguments should be Rational instances' if denominator is not None else (
                    'argument should be a string or a Rational instance'
                )
                raise TypeError(what)
        n, d = numerator.as_integer_ratio()
        if denominator is not None:
            a, b = denominator.as_integer_ratio()
            n, d = n * b, d * a
        if d == 0:
            raise ZeroDivisionError(f'Fraction({n}, 0)')
        common = gcd(n, d) if d > 0 else -gcd(n, d)
        return _made(n // common, d // common, cls)

    def __reduce__(self):
        return type(self), (self.numerator, self.denominator)

    @classmethod
    def from_float(cls, f):
        return cls(f)

    def as_integer_ratio(self):
        return self.numerator, self.denominator

    def is_integer(self):
        return self.denominator == 1

    def limit_denominator(self, max_denominator=1000000):
        # The closest fraction with a denominator of at most that, by continued fractions.
        if max_denominator < 1:
            raise ValueError('max_denominator should be at least 1')
        n, d = self.numerator, self.denominator
        if d <= max_denominator:
            return Fraction(self)
        p, q, r, s = 0, 1, 1, 0
        while q + (n // d) * s <= max_denominator:
            whole = n // d
            p, q, r, s = r, s, p + whole * r, q + whole * s
            n, d = d, n - whole * d
        k = (max_denominator - q) // s
        below, above = Fraction(r, s), Fraction(p + k * r, q + k * s)
        return below if abs(below - self) <= abs(above - self) else above

    def __repr__(self):
        return f'{type(self).__name__}({self.numerator}, {self.denominator})'

    def __str__(self):
        return f'{self.numerator}' if self.denominator == 1 else f'{self.numerator}/{self.denominator}'

    def __format__(self, spec):
        return str(self) if not spec else format(str(self) if spec[-1] in '0123456789<>^s' else float(self), spec)

    def __hash__(self):
        # Equal to the hash of an equal int or float: by arithmetic modulo 2**61 - 1.
        modulus = (1 << 61) - 1
        if self.denominator % modulus:
            value = hash(abs(self.numerator)) * pow(self.denominator, -1, modulus) % modulus
        else:
            value = 314159
        value = value if self.numerator >= 0 else -value
        return -2 if value == -1 else value

    def __bool__(self):
        return self.numerator != 0

    def __float__(self):
        return self.numerator / self.denominator

    def __int__(self):
        return trunc(self)

    def __trunc__(self):
        return -(-self.numerator // self.denominator) if self.numerator < 0 else self.numerator // self.denominator

    def __floor__(self):
        return self.numerator // self.denominator

    def __ceil__(self):
        return -(-self.numerator // self.denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            below, rest = divmod(self.numerator, self.denominator)
            twice = 2 * rest
            return below + (twice > self.denominator or twice == self.denominator and below % 2)
        scale = Fraction(10) ** ndigits
        return round(self * scale) / scale

    def __neg__(self):
        return _made(-self.numerator, self.denominator)

    def __pos__(self):
        return _made(self.numerator, self.denominator)

    def __abs__(self):
        return _made(abs(self.numerator), self.denominator)

    def __pow__(self, power):
        if isinstance(power, Fraction) and power.denominator == 1:
            power = power.numerator
        if not isinstance(power, int):
            return float(self) ** float(power)
        if power >= 0:
            return Fraction(self.numerator**power, self.denominator**power)
        if not self:
            raise ZeroDivisionError(f'Fraction({self.denominator ** -power}, 0)')
        return Fraction(self.denominator**-power, self.numerator**-power)

    def __rpow__(self, base):
        return base**self.numerator if self.denominator == 1 else base ** float(self)


def _made(n, d, cls=None):
    # Of coprime numbers.
    self = object.__new__(cls or Fraction)
    self.numerator, self.denominator = n, d
    return self


def _parsed(text):
    wrong = ValueError(f'Invalid literal for Fraction: {text!r}')
    top, slash, bottom = text.strip().partition('/')
    try:
        if slash:
            return int(top), int(bottom)
        mantissa, _, exponent = top.lower().partition('e')
        whole, _, digits = mantissa.partition('.')
        exponent = int(exponent or '0') - len(digits)
        number = int(whole + digits)
    except ValueError:
        raise wrong from None
    return (number * 10**exponent, 1) if exponent >= 0 else (number, 10**-exponent)


def _operator(name, exact, rough):
    # `exact` is for the parts of two fractions. With a float the result is a float.
    def forward(self, other):
        if isinstance(other, (int, Fraction)):
            return exact(self.numerator, self.denominator, *other.as_integer_ratio())
        return rough(float(self), other) if isinstance(other, float) else NotImplemented

    def backward(self, other):
        if isinstance(other, int):
            return exact(other, 1, self.numerator, self.denominator)
        return rough(other, float(self)) if isinstance(other, float) else NotImplemented

    setattr(Fraction, f'__{name}__', forward)
    setattr(Fraction, f'__r{name}__', backward)


def _compare(name, holds):
    def compare(self, other):
        if isinstance(other, float) and other - other != 0:
            return holds(0.0, other)
        if not isinstance(other, (int, float, Fraction)):
            return NotImplemented
        n, d = other.as_integer_ratio()
        return holds(self.numerator * d, n * self.denominator)

    setattr(Fraction, f'__{name}__', compare)


def _mod(a, b, c, d):
    return Fraction(a * d % (b * c), b * d)


_operator('add', lambda a, b, c, d: Fraction(a * d + c * b, b * d), lambda x, y: x + y)
_operator('sub', lambda a, b, c, d: Fraction(a * d - c * b, b * d), lambda x, y: x - y)
_operator('mul', lambda a, b, c, d: Fraction(a * c, b * d), lambda x, y: x * y)
_operator('truediv', lambda a, b, c, d: Fraction(a * d, b * c), lambda x, y: x / y)
_operator('floordiv', lambda a, b, c, d: a * d // (b * c), lambda x, y: x // y)
_operator('mod', _mod, lambda x, y: x % y)
_operator('divmod', lambda a, b, c, d: (a * d // (b * c), _mod(a, b, c, d)), divmod)
_compare('eq', lambda x, y: x == y)
_compare('lt', lambda x, y: x < y)
_compare('le', lambda x, y: x <= y)
_compare('gt', lambda x, y: x > y)
_compare('ge', lambda x, y: x >= y)
