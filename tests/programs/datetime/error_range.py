from datetime import date
def parse(text):
    day, month, year = map(int, text.split("."))
    return date(year, month, day)
print(parse("29.2.2024"))
print(parse("29.2.2023"))
