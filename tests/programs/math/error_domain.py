import math
def hypotenuse(c, a):
    return math.sqrt(c ** 2 - a ** 2)
print(hypotenuse(5, 3))
print(hypotenuse(3, 5))
