# time: clocks, waiting, and dates. Local time is UTC here.

from _time import monotonic, perf_counter, process_time, sleep, thread_time, time

timezone = altzone = daylight = 0
tzname = ('UTC', 'UTC')


def time_ns():
    return int(time() * 1e9)


def perf_counter_ns():
    return int(perf_counter() * 1e9)


def monotonic_ns():
    return int(monotonic() * 1e9)


def process_time_ns():
    return int(process_time() * 1e9)


def thread_time_ns():
    return int(thread_time() * 1e9)


_NAMES = ('tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst')


class struct_time(tuple):
    __match_args__ = _NAMES
    n_fields = n_sequence_fields = 9
    tm_zone, tm_gmtoff = 'UTC', 0

    def __new__(cls, sequence, dict=None):
        values = tuple(sequence)
        if len(values) != 9:
            raise TypeError(f'time.struct_time() takes a 9-sequence ({len(values)}-sequence given)')
        return tuple.__new__(cls, values)

    def __getattr__(self, name):
        if name not in _NAMES:
            raise AttributeError(f"'time.struct_time' object has no attribute {name!r}")
        return self[_NAMES.index(name)]

    def __repr__(self):
        return f"time.struct_time({', '.join([f'{name}={value}' for name, value in zip(_NAMES, self)])})"


def _days(year, month, day):
    # Since 1970, in years that begin in March.
    year -= month < 3
    return year * 365 + year // 4 - year // 100 + year // 400 + ((month + 9) % 12 * 153 + 2) // 5 + day - 719469


def gmtime(seconds=None, /):
    seconds = int(time() if seconds is None else seconds // 1)
    days, rest = divmod(seconds, 86400)
    cycle, day = divmod(days + 719468, 146097)
    of_cycle = (day - day // 1460 + day // 36524 - day // 146096) // 365
    day -= of_cycle * 365 + of_cycle // 4 - of_cycle // 100
    month = (5 * day + 2) // 153
    day = day - (153 * month + 2) // 5 + 1
    month = month + 3 if month < 10 else month - 9
    year = cycle * 400 + of_cycle + (month < 3)
    of_year = days - _days(year, 1, 1) + 1
    return struct_time((year, month, day, rest // 3600, rest // 60 % 60, rest % 60, (days + 3) % 7, of_year, 0))


localtime = gmtime


def mktime(t, /):
    return float(_days(t[0], t[1], t[2]) * 86400 + t[3] * 3600 + t[4] * 60 + t[5])


def _moment(t):
    from datetime import datetime

    t = gmtime() if t is None else t
    return datetime(*t[:6])


def strftime(format, t=None, /):
    return _moment(t).strftime(format.replace('%Z', 'UTC').replace('%z', '+0000'))


def strptime(string, format='%a %b %d %H:%M:%S %Y', /):
    from datetime import datetime

    return struct_time(datetime.strptime(string, format).timetuple())


def asctime(t=None, /):
    moment = _moment(t)
    return f'{moment:%a %b} {moment.day:2} {moment:%H:%M:%S %Y}'


def ctime(seconds=None, /):
    return asctime(gmtime(seconds))
