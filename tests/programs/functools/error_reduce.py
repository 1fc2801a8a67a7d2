from functools import reduce
def total(prices):
    return reduce(lambda a, b: a + b["price"], prices, 0)
print(total([{"price": 2}, {"price": 3}]))
print(total([{"price": 2}, {"cost": 3}]))
