try:
    1 / 0
except ZeroDivisionError as error:
    print(error)
print(error)
