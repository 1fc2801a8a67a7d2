a, b = True, False
print(a && b)
