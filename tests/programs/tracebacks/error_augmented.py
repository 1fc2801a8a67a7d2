scores = {"ann": 5}
scores["ann"] += 1
print(scores)
scores["bob"] += 1
