width = 4
height = "3"
area = (
    width * 2
    + len(height)
    - height
)
print(area)
