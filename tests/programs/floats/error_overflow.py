x = 10.0
for step in range(4):
    x = x ** 5
    print(step, x)
