class Temperature:
    count = 0
    def __init__(self, celsius):
        self.celsius = celsius
        Temperature.count += 1
    @classmethod
    def from_fahrenheit(cls, f):
        return cls((f - 32) * 5 / 9)
    @staticmethod
    def is_hot(celsius):
        return celsius > 30
    @classmethod
    def made(cls):
        return f"{cls.__name__} {cls.count}"
    def hotter(self, other):
        return self if self.celsius > other.celsius else other
class Kelvin(Temperature):
    def kelvin(self):
        return self.celsius + 273.15
t = Temperature.from_fahrenheit(212)
k = Kelvin.from_fahrenheit(32)
print(t.celsius, k.kelvin(), type(k).__name__, Temperature.is_hot(35), t.is_hot(3), Kelvin.made(), t.made())
print(t.hotter(k) is t, Temperature.hotter(k, t).celsius)
bound = t.hotter
print(bound(k) is t, bound.__name__, bound.__self__ is t)
method = Temperature.__dict__["is_hot"]
print(type(method).__name__, type(Temperature.__dict__["made"]).__name__)
Temperature.describe = lambda self: f"{self.celsius:.1f} C"
print(t.describe(), k.describe())
t.own = lambda: "not bound"
print(t.own(), [m(50) for m in (t.is_hot, Temperature.is_hot)])
print([f.celsius for f in map(Temperature, [1, 2])], Temperature.count, sorted(n for n in dir(Kelvin) if not n.startswith("_")))
