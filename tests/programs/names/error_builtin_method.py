value = 3.7
print(value.is_integer())
print(value.is_int())
