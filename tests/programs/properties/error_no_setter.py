class Square:
    def __init__(self, side):
        self.side = side
    @property
    def area(self):
        return self.side ** 2
s = Square(3)
print(s.area)
s.area = 16
