def count(number):
    pass
count(numbr=1)
