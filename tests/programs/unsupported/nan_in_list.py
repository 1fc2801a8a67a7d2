nan = float("nan")
print([nan] == [nan])
