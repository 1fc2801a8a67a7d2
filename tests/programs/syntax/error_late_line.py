def average(values):
    total = sum(values)
    return total / len(values)


class Report:
    """Many good lines first."""
    def __init__(self, values):
        self.values = values

    def show(self):
        print(f"{average(self.values):.2f}"

report = Report([1, 2, 3])
report.show()
