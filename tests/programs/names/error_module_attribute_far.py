import math
print(math.square_root(4))
