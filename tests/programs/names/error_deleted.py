value = 5
print(value)
del value
print(value)
