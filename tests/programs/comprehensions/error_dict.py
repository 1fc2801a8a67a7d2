lengths = {word: 10 // (len(word) - 3) for word in ["a", "four", "six"]}
print(lengths)
