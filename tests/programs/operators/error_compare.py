scores = [("ann", 3), ("bob", None), ("cy", 5)]
best = max(score for name, score in scores)
print(best)
