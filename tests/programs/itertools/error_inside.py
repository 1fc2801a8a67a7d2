from itertools import groupby, accumulate
readings = [3, 1, "x", 5]
def running(values):
    return list(accumulate(values))
print(running(readings[:2]))
print(running(readings))
