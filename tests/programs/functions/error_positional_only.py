def divide(a, b, /):
    return a / b
print(divide(1, 2))
print(divide(a=1, b=2))
