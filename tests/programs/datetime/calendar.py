from datetime import date, timedelta
def month(year, number):
    first = date(year, number, 1)
    after = date(year + number // 12, number % 12 + 1, 1)
    days = (after - first).days
    cells = ["  "] * first.weekday() + [f"{d:2}" for d in range(1, days + 1)]
    return [" ".join(cells[i:i + 7]) for i in range(0, len(cells), 7)]
print("\n".join(month(2024, 2)))
leap = lambda y: (date(y, 3, 1) - date(y, 2, 1)).days == 29
print([y for y in range(1896, 1912) if leap(y)], [y for y in (1900, 2000, 2100) if leap(y)])
day, fridays = date(2023, 1, 1), []
while day.year == 2023:
    if day.day == 13 and day.weekday() == 4:
        fridays.append(str(day))
    day += timedelta(days=1)
print(fridays)
birthdays = {"ann": date(1990, 5, 17), "bob": date(2000, 2, 29)}
def age(born, on):
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
for name, born in birthdays.items():
    print(name, age(born, date(2024, 2, 28)), age(born, date(2024, 5, 17)), born.strftime("%A"))
weeks = [date(2024, 1, 1) + timedelta(weeks=w) for w in range(3)]
print(*weeks, (weeks[-1] - weeks[0]) / len(weeks))
