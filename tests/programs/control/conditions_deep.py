def grade(score):
    if not isinstance(score, (int, float)) or isinstance(score, bool):
        return "no number"
    elif score < 0 or score > 100:
        return "out of range"
    elif score >= 90:
        return "A"
    elif score >= 75:
        return "B"
    elif score >= 60:
        return "C"
    else:
        return "F"
print([grade(s) for s in (95, 90, 89.9, 75, 60, 59, -1, 101, "90", True, None)])
def leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
print([y for y in range(1890, 1913) if leap(y)], leap(2000), leap(2100))
def fizz(n):
    if n % 15 == 0: return "FizzBuzz"
    if n % 3 == 0: return "Fizz"
    if n % 5 == 0: return "Buzz"
    return str(n)
print(" ".join(fizz(n) for n in range(1, 31)))
def triangle(a, b, c):
    a, b, c = sorted((a, b, c))
    if a + b <= c:
        return "none"
    kind = "equilateral" if a == c else "isosceles" if a == b or b == c else "scalene"
    if abs(a * a + b * b - c * c) < 1e-9:
        kind += " right"
    return kind
print(triangle(3, 3, 3), triangle(3, 4, 5), triangle(2, 2, 3), triangle(1, 2, 9), triangle(5, 4, 6))
x = None
if x:
    print("true")
elif x is None and not x:
    print("none")
if x == None != 5 and (x or not x) and not (x and x):
    print("odd but true")
value = 0 if x else 1 if x is None else 2
pass
if value: pass
else: print("never")
print(value, ("a", "b")[value], {True: "yes", False: "no"}[value > 0])
