limits = {"low": 1}
def check(value, low=limits["low"], high=limits["high"]):
    return low <= value <= high
