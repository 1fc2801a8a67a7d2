def first():
    raise ValueError("first")
def second():
    try:
        first()
    except ValueError as error:
        raise KeyError("second") from error
def third():
    try:
        second()
    finally:
        print("on the way out")
        [].pop()
third()
