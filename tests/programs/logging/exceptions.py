import logging, sys
logging.basicConfig(stream=sys.stdout, format="%(levelname)s:%(name)s:%(message)s")
def divide(a, b):
    return a / b
try:
    divide(1, 0)
except ZeroDivisionError:
    logging.exception("division went wrong with %d", 0)
try:
    int("x")
except ValueError as error:
    logging.error("no number: %s", error)
    logging.warning("with the traceback", exc_info=True)
print("goes on")
