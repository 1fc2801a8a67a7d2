class Item:
    count = 0
    __slots__ = ("name", "price", "stock")
    def __init__(self, name, price, stock=0):
        self.name, self.price, self.stock = name, price, stock
        Item.count += 1
    def __str__(self):
        return f"{self.name:<8}{self.price:>7.2f}{self.stock:>5}"
class Shop:
    def __init__(self):
        self.items, self.log = {}, []
    def add(self, *items):
        for item in items:
            if item.name in self.items:
                raise KeyError(item.name)
            self.items[item.name] = item
        return self
    def sell(self, name, n=1):
        item = self.items[name]
        if item.stock < n:
            raise ValueError(f"only {item.stock} of {name}")
        item.stock -= n
        self.log.append((name, n, item.price * n))
    @property
    def income(self):
        return sum(total for _, _, total in self.log)
    def __iter__(self):
        yield from sorted(self.items.values(), key=lambda item: item.name)
    def __contains__(self, name):
        return name in self.items
    def __getitem__(self, name):
        return self.items[name]
shop = Shop().add(Item("tea", 2.5, 10), Item("cake", 4, 3), Item("pie", 3.75))
for order in (("tea", 4), ("cake", 2), ("cake", 2), ("pie", 1), ("soup", 1), ("tea",)):
    try:
        shop.sell(*order)
    except (ValueError, KeyError) as error:
        print(type(error).__name__, error)
print(*shop, sep="\n")
print(shop.income, "tea" in shop, shop["tea"].stock, Item.count, shop.log)
