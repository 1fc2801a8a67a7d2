x = 1
if x:
# only a comment
print(x)
