def factorial(n):
    if n < 0:
        raise ValueError("below zero")
    return n * factorial(n - 1)
factorial(50)
