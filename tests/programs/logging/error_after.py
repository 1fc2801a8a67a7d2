import logging
logging.basicConfig(format="%(levelname)s: %(message)s")
def process(order):
    logging.warning("order %s", order)
    return order["price"] * 2
print(process({"price": 3}))
print(process({"cost": 3}))
