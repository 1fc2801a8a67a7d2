class Order:
    def __init__(self, items):
        self.items = items
    @property
    def total(self):
        return sum(item["price"] for item in self.items)
    def __str__(self):
        return f"order of {self.total:.2f}"
print(Order([{"price": 2}]))
print(Order([{"price": 2}, {"cost": 1}]))
