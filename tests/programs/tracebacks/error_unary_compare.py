values = [3, "x", None]
print(-values[0], values[0] < 5)
print(values[0] < values[2])
