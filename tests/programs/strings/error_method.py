text = "some words"
print(text.capitalize())
print(text.uper())
