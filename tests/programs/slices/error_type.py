letters = "abcdef"
def middle(text):
    return text[len(text) / 2:]
print(middle(letters))
