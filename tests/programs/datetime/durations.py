from datetime import datetime, timedelta, date
def human(delta):
    seconds = int(delta.total_seconds())
    days, seconds = divmod(seconds, 86400)
    hours, seconds = divmod(seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    parts = [f"{n} {unit}{'s' * (n != 1)}" for n, unit in ((days, "day"), (hours, "hour"), (minutes, "minute"), (seconds, "second")) if n]
    return ", ".join(parts) or "no time"
for delta in (timedelta(), timedelta(seconds=59), timedelta(minutes=61), timedelta(days=2, hours=1, seconds=1), timedelta(weeks=1), timedelta(milliseconds=999)):
    print(f"{delta!s:>20} = {human(delta)}")
start = datetime(2024, 12, 31, 23, 30)
for step in (timedelta(minutes=45), timedelta(days=60), timedelta(days=-366), timedelta(hours=-0.5)):
    print(start + step, (start + step).strftime("%a %d %b %Y"))
print(datetime(2024, 3, 1) - datetime(2024, 2, 1), datetime(2023, 3, 1) - datetime(2023, 2, 1), (datetime(2024, 1, 1, 12) - datetime(2023, 12, 31)) / timedelta(hours=1), timedelta(hours=5) // timedelta(minutes=90), divmod(timedelta(hours=5), timedelta(hours=2)))
print(timedelta(days=1) == timedelta(hours=24), timedelta(hours=1) < timedelta(minutes=61), sum((timedelta(minutes=m) for m in (10, 20, 45)), timedelta()), max(timedelta(1), timedelta(hours=30)), -timedelta(hours=1), timedelta(hours=-1).days, timedelta(1.5), timedelta(microseconds=1), 3 * timedelta(seconds=20), timedelta(minutes=1) / 3, bool(timedelta()))
shifts = [("ann", "08:00", "16:30"), ("bob", "22:15", "06:00")]
for name, begin, end in shifts:
    a, b = (datetime.strptime(t, "%H:%M") for t in (begin, end))
    if b < a:
        b += timedelta(days=1)
    print(name, b - a, (b - a).seconds / 3600)
d = date(2024, 1, 31)
print(d.replace(day=1), d - timedelta(d.weekday()), [str(d + timedelta(n)) for n in (-31, 1, 29)], (date(2024, 12, 25) - d).days, d.isocalendar()[1], d.ctime())
