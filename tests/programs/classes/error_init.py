class Base:
    def __init__(self, name):
        self.name = name
class Child(Base):
    def __init__(self, name, size):
        super().__init__()
        self.size = size
Child("x", 3)
