from datetime import datetime, date, time, timedelta
d, t = date(2024, 2, 29), datetime(2024, 2, 29, 13, 5, 9, 1500)
print(d, t, repr(d), repr(t), d.year, t.hour, t.microsecond, d.weekday(), d.isoweekday(), d.isoformat(), t.isoformat(), t.date(), t.time(), str(time(1, 2)))
print(d + timedelta(days=1), d - timedelta(weeks=1), d - date(2023, 1, 1), t + timedelta(hours=11, minutes=55), (t - datetime(2024, 1, 1)).days, (t - datetime(2024, 1, 1)).total_seconds(), d.replace(year=2028), t.replace(minute=0, microsecond=0))
print(t.strftime("%Y/%m/%d %H:%M:%S %A %j %b %y %p %f"), d.strftime("%d.%m."), f"{t:%H:%M}", datetime.strptime("2024-03-01 10:20", "%Y-%m-%d %H:%M"), date.fromisoformat("2024-12-31"), datetime.fromisoformat("2024-05-06T07:08:09"), d.timetuple().tm_yday, date.fromordinal(738000), d.toordinal())
delta = timedelta(days=1, hours=2, minutes=3, seconds=4.5)
print(delta, repr(delta), delta.days, delta.seconds, delta.microseconds, delta.total_seconds(), delta * 2, delta / 2, -delta, delta > timedelta(hours=26), delta // timedelta(hours=1), delta % timedelta(hours=1), sum([delta, delta], timedelta()), abs(-delta), timedelta(), timedelta(milliseconds=1500), timedelta(seconds=-1))
print(d < date(2025, 1, 1), d == date(2024, 2, 29), max(d, date(2020, 1, 1)), sorted([d, date(2020, 5, 5)])[0], hash(d) == hash(date(2024, 2, 29)), datetime.now() > t, date.today() >= d, isinstance(t, date))
for action in (lambda: date(2023, 2, 29), lambda: datetime(2024, 13, 1), lambda: time(25), lambda: d + 1, lambda: d - t, lambda: date.fromisoformat("x"), lambda: datetime.strptime("a", "%Y"), lambda: d < 5, lambda: date(2024), lambda: timedelta(days="1"), lambda: date.max + timedelta(1)):
    try:
        print(action())
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, error)
