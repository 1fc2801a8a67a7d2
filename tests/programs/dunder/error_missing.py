class Bag:
    def __init__(self, *items):
        self.items = items
bag = Bag(1, 2)
print(len(bag.items))
print(len(bag))
