class Colour:
    RED = 1
    GREEN = 2
def pick(name):
    return getattr(Colour, name)
print(pick("RED"))
print(Colour.GREN)
