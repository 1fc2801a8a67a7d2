from dataclasses import dataclass
@dataclass
class Range:
    low: int
    high: int
    def __post_init__(self):
        if self.low > self.high:
            raise ValueError(f"{self.low} is above {self.high}")
        self.length = self.high - self.low
    def __contains__(self, n):
        return self.low <= n < self.high
    def __iter__(self):
        return iter(range(self.low, self.high))
r = Range(1, 5)
print(r, r.length, 3 in r, 5 in r, list(r), sum(r))
try:
    Range(high=1, low=5)
except ValueError as error:
    print(error)
@dataclass
class Celsius:
    degrees: float
    def __post_init__(self):
        self.degrees = round(float(self.degrees), 1)
print(Celsius("21.25"), Celsius(3), Celsius(1.04) == Celsius(1))
