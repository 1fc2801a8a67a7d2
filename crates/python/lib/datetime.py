# datetime: dates, times of day, both together, and the spans between them. Local time is UTC here.
# A span is a number of microseconds; a moment is counted in microseconds since the day before year 1.

from time import struct_time, time as _now

MINYEAR, MAXYEAR = 1, 9999
_DAY = 86_400_000_000
_EPOCH = 719163
_DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split()
_MONTHS = 'January February March April May June July August September October November December'.split()


def _rounded(n, d):
    # n / d to the nearest integer, the even one of two.
    below, rest = divmod(n, d)
    return below + (2 * rest > d or 2 * rest == d and below % 2)


def _days_before_year(year):
    year -= 1
    return year * 365 + year // 4 - year // 100 + year // 400


def _days_in(year, month):
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 + leap if month == 2 else 31 - (month in (4, 6, 9, 11))


def _days_before(year, month):
    return sum([_days_in(year, earlier) for earlier in range(1, month)])


class timedelta:
    def __init__(self, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        n, d = 0, 1
        second = 1_000_000
        units = _DAY, second, 1, 1000, 60 * second, 3600 * second, 7 * _DAY
        names = 'days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'
        for name, value, unit in zip(names, (days, seconds, microseconds, milliseconds, minutes, hours, weeks), units):
            if not isinstance(value, (int, float)):
                raise TypeError(f'unsupported type for timedelta {name} component: {type(value).__name__}')
            a, b = value.as_integer_ratio()
            n, d = n * b + a * unit * d, d * b
        self._us = _rounded(n, d)
        if not -999999999 <= self.days <= 999999999:
            raise OverflowError(f'days={self.days}; must have magnitude <= 999999999')

    days = property(lambda self: self._us // _DAY)
    seconds = property(lambda self: self._us % _DAY // 1_000_000)
    microseconds = property(lambda self: self._us % 1_000_000)

    def _key(self):
        return self._us

    def __reduce__(self):
        return type(self), (self.days, self.seconds, self.microseconds)

    def total_seconds(self):
        return self._us / 1_000_000

    def __repr__(self):
        parts = [f'{name}={getattr(self, name)}' for name in ('days', 'seconds', 'microseconds') if getattr(self, name)]
        return f'datetime.timedelta({", ".join(parts) or 0})'

    def __str__(self):
        days = f'{self.days} day{"" if abs(self.days) == 1 else "s"}, ' if self.days else ''
        seconds = self.seconds
        part = f'.{self.microseconds:06}' if self.microseconds else ''
        return f'{days}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}{part}'

    def __bool__(self):
        return self._us != 0

    def __neg__(self):
        return _span(-self._us)

    def __pos__(self):
        return self

    def __abs__(self):
        return _span(abs(self._us))

    def __add__(self, other):
        return _span(self._us + other._us) if isinstance(other, timedelta) else NotImplemented

    def __sub__(self, other):
        return _span(self._us - other._us) if isinstance(other, timedelta) else NotImplemented

    def __mul__(self, other):
        if not isinstance(other, (int, float)):
            return NotImplemented
        n, d = other.as_integer_ratio()
        return _span(_rounded(self._us * n, d))

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._us / other._us
        if not isinstance(other, (int, float)):
            return NotImplemented
        n, d = other.as_integer_ratio()
        return _span(_rounded(self._us * (d if n > 0 else -d), abs(n)))

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._us // other._us
        return _span(self._us // other) if isinstance(other, int) else NotImplemented

    def __mod__(self, other):
        return _span(self._us % other._us) if isinstance(other, timedelta) else NotImplemented

    def __divmod__(self, other):
        return (self // other, self % other) if isinstance(other, timedelta) else NotImplemented


def _span(us):
    return timedelta(0, 0, us)


class tzinfo:
    # Base of time zones: utcoffset(moment) is what local time is ahead of UTC.
    def dst(self, dt):
        return None

    def fromutc(self, dt):
        return dt + self.utcoffset(dt)


class timezone(tzinfo):
    # A fixed offset.
    def __new__(cls, offset=None, name=None):
        # There is one for UTC.
        is_zero = name is None and isinstance(offset, timedelta) and not offset
        return cls.utc if is_zero and cls is timezone and hasattr(cls, 'utc') else super().__new__(cls)

    def __init__(self, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError(f'timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}')
        if not -_DAY < offset._us < _DAY:
            raise ValueError(
                'offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), '
                f'not {offset!r}.'
            )
        self._offset, self._name = offset, name

    def utcoffset(self, dt):
        return self._offset

    def __reduce__(self):
        return type(self), (self._offset,) if self._name is None else (self._offset, self._name)

    def tzname(self, dt):
        return self._name or 'UTC' + (_offset_text(self._offset) if self._offset else '')

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is UTC:
            return 'datetime.timezone.utc'
        return f'datetime.timezone({self._offset!r}{f", {self._name!r}" if self._name else ""})'

    def __str__(self):
        return self.tzname(None)


UTC = timezone.utc = timezone(timedelta(0))


def _offset_text(offset, colon=':'):
    # +HH:MM, with seconds where there are any.
    us = abs(offset._us)
    text = f'{"-" if offset._us < 0 else "+"}{us // 3_600_000_000:02}{colon}{us // 60_000_000 % 60:02}'
    return text + (f'{colon}{us // 1_000_000 % 60:02}' if us % 60_000_000 else '')


class _Shown:
    # What dates and times share.
    tzinfo = None

    def __repr__(self):
        parts = [str(getattr(self, name)) for name in self._names]
        while len(parts) > self._least and parts[-1] == '0':
            parts.pop()
        if self.tzinfo is not None:
            parts.append(f'tzinfo={self.tzinfo!r}')
        return f'datetime.{type(self).__name__}({", ".join(parts)})'

    def __str__(self):
        return self.isoformat()

    def __format__(self, format):
        return self.strftime(format) if format else str(self)

    def strftime(self, format):
        return _format(self, format)

    def replace(self, **changes):
        values = {name: getattr(self, name) for name in self._names}
        if self.tzinfo is not None:
            values['tzinfo'] = self.tzinfo
        return type(self)(**values | changes)

    __replace__ = replace


def _check(name, value, low, high):
    if not hasattr(value, '__index__'):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    if not low <= value <= high:
        raise ValueError(f'year {value} is out of range' if name == 'year' else f'{name} must be in {low}..{high}')


class date(_Shown):
    _names = ('year', 'month', 'day')
    _least = 3

    def __init__(self, year=None, month=None, day=None):
        if isinstance(year, bytes):
            # As it is pickled.
            year, month, day = int.from_bytes(year[:2]), year[2], year[3]
        for place, name, value in ((1, 'year', year), (2, 'month', month), (3, 'day', day)):
            if value is None:
                raise TypeError(f"function missing required argument '{name}' (pos {place})")
        _check('year', year, 1, 9999)
        _check('month', month, 1, 12)
        if not 1 <= day <= _days_in(year, month):
            raise ValueError('day is out of range for month')
        self.year, self.month, self.day = year, month, day

    def __reduce__(self):
        return type(self), (_packed(self, self.year),)

    @classmethod
    def fromordinal(cls, ordinal):
        # Day 1 is 1 January of year 1.
        if ordinal < 1:
            raise ValueError('ordinal must be >= 1')
        year = ordinal * 400 // 146097 + 1
        while _days_before_year(year) >= ordinal:
            year -= 1
        rest = ordinal - _days_before_year(year)
        month = 1
        while rest > _days_in(year, month):
            rest -= _days_in(year, month)
            month += 1
        return cls(year, month, rest)

    @classmethod
    def fromtimestamp(cls, timestamp):
        return cls.fromordinal(_EPOCH + int(timestamp // 86400))

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_now())

    @classmethod
    def fromisoformat(cls, date_string):
        return cls(*_read(date_string, date_string, ''))

    def _key(self):
        return self.toordinal()

    def toordinal(self):
        return _days_before_year(self.year) + _days_before(self.year, self.month) + self.day

    def weekday(self):
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        return self.weekday() + 1

    def isoformat(self):
        return f'{self.year:04}-{self.month:02}-{self.day:02}'

    def timetuple(self):
        clock = (self.hour, self.minute, self.second) if isinstance(self, datetime) else (0, 0, 0)
        of_year = _days_before(self.year, self.month) + self.day
        return struct_time((self.year, self.month, self.day, *clock, self.weekday(), of_year, -1))

    def ctime(self):
        return f'{self:%a %b} {self.day:2} {self:%H:%M:%S %Y}'

    def isocalendar(self):
        # Weeks begin on Monday, and the first one has the first Thursday.
        from collections import namedtuple

        thursday = self.toordinal() - self.weekday() + 3
        year = date.fromordinal(thursday).year
        week = (thursday - date(year, 1, 1).toordinal()) // 7 + 1
        return namedtuple('IsoCalendarDate', 'year week weekday')(year, week, self.isoweekday())

    def _plus(self, us):
        return type(self).fromordinal(_in_range(self.toordinal() + us // _DAY))

    def __add__(self, other):
        return self._plus(other._us) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self._plus(-other.days * _DAY if type(self)._key is date._key else -other._us)
        if not isinstance(other, date) or isinstance(self, datetime) != isinstance(other, datetime):
            return NotImplemented
        mine, theirs = self._key(), other._key()
        if not isinstance(self, datetime):
            return timedelta(mine - theirs)
        if mine[0] != theirs[0]:
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return _span(mine[1] - theirs[1])


def _in_range(day):
    if not 1 <= day <= 3652059:
        raise OverflowError('date value out of range')
    return day


def _packed(self, year=None):
    # The bytes that are pickled.
    day = year.to_bytes(2) + bytes((self.month, self.day)) if year is not None else b''
    if not isinstance(self, _Zoned):
        return day
    return day + bytes((self.hour, self.minute, self.second)) + self.microsecond.to_bytes(3)


class _Zoned(_Shown):
    # What time and datetime share: the time of day, and a zone, perhaps.
    def __reduce__(self):
        data = _packed(self, getattr(self, 'year', None))
        return type(self), (data,) if self.tzinfo is None else (data, self.tzinfo)

    def _unpack(self, data, tzinfo):
        self._set(data[0], data[1], data[2], int.from_bytes(data[3:]), tzinfo)

    def _set(self, hour, minute, second, microsecond, tzinfo):
        _check('hour', hour, 0, 23)
        _check('minute', minute, 0, 59)
        _check('second', second, 0, 59)
        _check('microsecond', microsecond, 0, 999999)
        if tzinfo is not None and not isinstance(tzinfo, _tzinfo):
            raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tzinfo).__name__}'")
        self.hour, self.minute, self.second, self.microsecond, self.tzinfo = hour, minute, second, microsecond, tzinfo

    def utcoffset(self):
        return self.tzinfo and self.tzinfo.utcoffset(self)

    def tzname(self):
        return self.tzinfo and self.tzinfo.tzname(self)

    def _of_day(self):
        return ((self.hour * 60 + self.minute) * 60 + self.second) * 1_000_000 + self.microsecond

    def _key(self):
        # Whether it has an offset, and the microseconds in UTC.
        offset = self.utcoffset()
        return offset is not None, self._naive() - (0 if offset is None else offset._us)

    def _clock(self, timespec):
        text = f'{self.hour:02}:{self.minute:02}:{self.second:02}.{self.microsecond:06}'
        if timespec == 'auto':
            timespec = 'microseconds' if self.microsecond else 'seconds'
        lengths = {'hours': 2, 'minutes': 5, 'seconds': 8, 'milliseconds': 12, 'microseconds': 15}
        if timespec not in lengths:
            raise ValueError('Unknown timespec value')
        offset = self.utcoffset()
        return text[: lengths[timespec]] + ('' if offset is None else _offset_text(offset))


class time(_Zoned):
    _names = ('hour', 'minute', 'second', 'microsecond')
    _least = 2

    def __init__(self, hour=0, minute=0, second=0, microsecond=0, tzinfo=None):
        if isinstance(hour, bytes):
            return self._unpack(hour, minute or None)
        self._set(hour, minute, second, microsecond, tzinfo)

    _naive = _Zoned._of_day

    @classmethod
    def fromisoformat(cls, time_string):
        return cls(*_read(time_string, '', time_string))

    def isoformat(self, timespec='auto'):
        return self._clock(timespec)


class datetime(_Zoned, date):
    _names = date._names + time._names
    _least = 5

    def __init__(self, year=None, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None):
        date.__init__(self, year, month, day)
        if isinstance(year, bytes):
            return self._unpack(year[4:], month)
        self._set(hour, minute, second, microsecond, tzinfo)

    def _naive(self):
        return self.toordinal() * _DAY + self._of_day()

    @classmethod
    def _at(cls, us, tzinfo=None):
        day = date.fromordinal(_in_range(us // _DAY))
        seconds = us % _DAY // 1_000_000
        clock = seconds // 3600, seconds // 60 % 60, seconds % 60, us % 1_000_000
        return cls(day.year, day.month, day.day, *clock, tzinfo)

    def _plus(self, us):
        return type(self)._at(self._naive() + us, self.tzinfo)

    @classmethod
    def fromordinal(cls, ordinal):
        return cls._at(ordinal * _DAY)

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        n, d = timestamp.as_integer_ratio()
        moment = cls._at(_EPOCH * _DAY + _rounded(n * 1_000_000, d), tz)
        return moment if tz is None else tz.fromutc(moment)

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(_now(), tz)

    today = utcnow = now
    utcfromtimestamp = fromtimestamp

    @classmethod
    def combine(cls, date, time):
        return cls(*date.timetuple()[:3], time.hour, time.minute, time.second, time.microsecond, time.tzinfo)

    @classmethod
    def fromisoformat(cls, date_string):
        return cls(*_read(date_string, date_string[:10], date_string[11:]))

    @classmethod
    def strptime(cls, date_string, format):
        return cls(*_parse(date_string, format))

    def date(self):
        return date(self.year, self.month, self.day)

    def time(self):
        return time(self.hour, self.minute, self.second, self.microsecond)

    def timetz(self):
        return self.time().replace(tzinfo=self.tzinfo)

    def timestamp(self):
        return (self._key()[1] - _EPOCH * _DAY) / 1_000_000

    def astimezone(self, tz=None):
        tz = tz or UTC
        return tz.fromutc(datetime._at(self._key()[1], tz))

    def isoformat(self, sep='T', timespec='auto'):
        return f'{date.isoformat(self)}{sep}{self._clock(timespec)}'

    def __str__(self):
        return self.isoformat(' ')


_tzinfo = tzinfo


def _comparison(name, kind, holds):
    def compare(self, other):
        if not isinstance(other, kind) or isinstance(other, datetime) != isinstance(self, datetime):
            return NotImplemented
        mine, theirs = self._key(), other._key()
        if isinstance(mine, tuple) and mine[0] != theirs[0]:
            if name == '__eq__':
                return False
            raise TypeError(f"can't compare offset-naive and offset-aware {kind.__name__}s")
        return holds(mine, theirs)

    return compare


for _class in (timedelta, date, time, datetime):
    _class.__hash__ = lambda self: hash(self._key())
    for _name, _holds in (
        ('__eq__', lambda a, b: a == b),
        ('__lt__', lambda a, b: a < b),
        ('__le__', lambda a, b: a <= b),
        ('__gt__', lambda a, b: a > b),
        ('__ge__', lambda a, b: a >= b),
    ):
        setattr(_class, _name, _comparison(_name, _class, _holds))

timedelta.min, timedelta.max = timedelta(-999999999), timedelta(999999999, 86399, 999999)
timedelta.resolution = timedelta(0, 0, 1)
date.min, date.max = date(1, 1, 1), date(9999, 12, 31)
time.min, time.max = time(), time(23, 59, 59, 999999)
datetime.min, datetime.max = datetime(1, 1, 1), datetime.combine(date.max, time.max)


def _read(whole, day, clock):
    # The arguments from YYYY-MM-DD, HH:MM:SS.ffffff+HH:MM, or both; of the time only the hour has to be there.
    wrong = ValueError(f'Invalid isoformat string: {whole!r}')
    values = []
    if day:
        if len(day) != 10 or day[4] != '-' or day[7] != '-':
            raise wrong
        values += [_number(part, wrong) for part in (day[:4], day[5:7], day[8:])]
    zone = None
    if clock or not day:
        if clock.endswith(('Z', 'z')):
            clock, zone = clock[:-1], UTC
        for sign in '+-':
            clock, found, offset = clock.partition(sign)
            if found:
                us = time(*_read(whole, '', offset))._of_day()
                zone = timezone(_span(-us if sign == '-' else us)) if us else UTC
        clock, point, part = clock.partition('.')
        fields = clock.split(':')
        if len(fields) > 3 or any([len(field) != 2 for field in fields]) or point and (len(fields) < 3 or not part):
            raise wrong
        values += [_number(field, wrong) for field in fields] + [0] * (3 - len(fields))
        values += [_number(part[:6].ljust(6, '0'), wrong) if point else 0, zone]
    elif len(whole) > 10:
        raise wrong
    return values


def _number(text, wrong):
    if not text.isascii() or not text.isdigit():
        raise wrong
    return int(text)


def _format(self, format):
    result = []
    parts = iter(format)
    for char in parts:
        if char == '%':
            char = next(parts, '%')
            char = _directive(self, char + next(parts, '') if char == ':' else char)
        result.append(char)
    return ''.join(result)


def _directive(self, char):
    if char in _WHOLE:
        return _format(self, _WHOLE[char])
    if isinstance(self, time):
        self = datetime.combine(date(1900, 1, 1), self)
    elif not isinstance(self, datetime):
        self = datetime.combine(self, time())
    day = self.weekday()
    of_year = self.timetuple()[7]
    offset = self.utcoffset()
    values = {
        'Y': self.year, 'm': f'{self.month:02}', 'd': f'{self.day:02}', 'H': f'{self.hour:02}',
        'M': f'{self.minute:02}', 'S': f'{self.second:02}', 'f': f'{self.microsecond:06}', 'y': f'{self.year % 100:02}',
        'j': f'{of_year:03}', 'a': _DAYS[day][:3], 'A': _DAYS[day], 'b': _MONTHS[self.month - 1][:3],
        'B': _MONTHS[self.month - 1], 'p': 'AM' if self.hour < 12 else 'PM', 'I': f'{(self.hour + 11) % 12 + 1:02}',
        'w': (day + 1) % 7, 'u': day + 1, 'e': f'{self.day:2}', 'Z': self.tzname() or '', '%': '%',
        'z': '' if offset is None else _offset_text(offset, ''), ':z': '' if offset is None else _offset_text(offset),
    }  # fmt: skip
    return str(values.get(char, '%' + char))


_WHOLE = {
    'c': '%a %b %e %H:%M:%S %Y', 'x': '%m/%d/%y', 'X': '%H:%M:%S', 'D': '%m/%d/%y', 'F': '%Y-%m-%d', 'T': '%H:%M:%S',
    'R': '%H:%M',
}  # fmt: skip
# How many digits there may be, and the largest number.
_LIMITS = {
    'Y': (4, 9999), 'm': (2, 12), 'd': (2, 31), 'H': (2, 23), 'I': (2, 12), 'M': (2, 59), 'S': (2, 61),
    'f': (6, 999999), 'y': (2, 99),
}  # fmt: skip


def _parse(text, format):
    # The arguments of the datetime that was formatted so.
    no_match = ValueError(f'time data {text!r} does not match format {format!r}')
    found = {}
    at = 0
    parts = iter(format)
    for char in parts:
        kind = next(parts, None) if char == '%' else None
        if char.isspace():
            at += len(text[at:]) - len(text[at:].lstrip())
        elif kind in _LIMITS:
            width, high = _LIMITS[kind]
            start = at
            while at < start + width and '0' <= text[at : at + 1] <= '9':
                at += 1
            if at == start or kind == 'Y' and at < start + 4:
                raise no_match
            found[kind] = int(text[start:at].ljust(6, '0') if kind == 'f' else text[start:at])
            if found[kind] > high or kind in 'mdI' and not found[kind]:
                raise no_match
        elif kind in ('a', 'A', 'b', 'B', 'p'):
            names = _DAYS if kind in 'aA' else _MONTHS if kind in 'bB' else ['AM', 'PM']
            for number, name in enumerate(names):
                name = name[:3] if kind in 'ab' else name
                if text[at : at + len(name)].lower() == name.lower():
                    found[kind.lower()] = number
                    at += len(name)
                    break
            else:
                raise no_match
        elif kind == 'z':
            end = at + 1
            while text[end : end + 1].isdigit() or text[end : end + 1] == ':':
                end += 1
            offset = text[at:end]
            if len(offset) == 5:
                offset = f'{offset[:3]}:{offset[3:]}'
            if offset[:1] not in ('+', '-', 'Z'):
                raise no_match
            found['z'] = _read(text, '', '00' + offset)[4]
            at = end
        elif kind in (None, '%'):
            if text[at : at + 1] != char:
                raise no_match
            at += 1
        else:
            raise ValueError(f"'{kind}' is a bad directive in format {format!r}")
    if at < len(text):
        raise ValueError(f'unconverted data remains: {text[at:]}')
    year = found.get('Y', 1900)
    if 'y' in found:
        year = found['y'] + (2000 if found['y'] < 69 else 1900)
    month, day = found.get('m', found.get('b', 0) + 1), found.get('d', 1)
    hour = found['I'] % 12 + 12 * found.get('p', 0) if 'I' in found else found.get('H', 0)
    return year, month, day, hour, found.get('M', 0), found.get('S', 0), found.get('f', 0), found.get('z')
