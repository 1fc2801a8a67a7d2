text = "  one,two  "
print(text.strip().split(",")[0].upper())
print(text.strip().split(",")[1].join(5).upper())
