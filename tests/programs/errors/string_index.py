s = "abc"
print(s[3] + "x")
