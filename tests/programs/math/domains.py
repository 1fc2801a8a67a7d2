import math
calls = [
    ("sqrt", -1), ("log", 0), ("log", -5), ("log10", -1), ("acos", 2), ("asin", -1.5), ("exp", 1000), ("pow", -1, 0.5), ("pow", 10, 400), ("fmod", 1, 0), ("floor", math.inf), ("ceil", math.nan), ("sqrt", "4"), ("sin", None), ("sin", math.inf),
    ("hypot", "a"), ("dist", [1], [1, 2]), ("log", 10, 1), ("log", 10, 0), ("gamma", 0), ("atanh", 1), ("cosh", 1000), ("ldexp", 1.0, 5000), ("sqrt",), ("factorial", 10 ** 30), ("isclose", 1, 1, 1), ("trunc", "a"), ("prod", 5), ("fsum", [1e308, 1e308]), ("log2", 0.0), ("lgamma", -1),
]
for name, *arguments in calls:
    try:
        print(name, getattr(math, name)(*arguments))
    except (ValueError, OverflowError, TypeError, ZeroDivisionError) as error:
        print(name, type(error).__name__, error)
print(math.sqrt(True), math.pow(2, -1), math.exp(-1000), math.atan(math.inf), math.sqrt(math.inf), math.fmod(5, math.inf))
