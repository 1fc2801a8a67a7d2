def area(width, height):
    return width * heigth
print(area(2, 3))
