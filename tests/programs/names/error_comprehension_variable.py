squares = [number ** 2 for number in range(3)]
print(squares)
print(number)
