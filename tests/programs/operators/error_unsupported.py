prices = {"tea": 3, "cake": None}
def total(*names):
    result = 0
    for name in names:
        result = result + prices[name] * 2
    return result
print(total("tea", "tea"))
print(total("tea", "cake"))
