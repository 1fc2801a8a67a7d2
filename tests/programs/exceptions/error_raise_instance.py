try:
    raise ValueError("one")
except ValueError as error:
    raise LookupError("two", 2) from TypeError("never raised")
