def check(row, number):
    try:
        return 100 / row["total"]
    except ZeroDivisionError as error:
        error.add_note(f"in row {number}")
        error.add_note("totals come from\nthe first column")
        raise
for number, row in enumerate([{"total": 5}, {"total": 0}]):
    print(check(row, number))
