import random
def draw(names):
    return random.choice(names)
print(draw(["only"]))
print(draw([]))
