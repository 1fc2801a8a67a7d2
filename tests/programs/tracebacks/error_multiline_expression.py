values = [4, 2, 0]
total = (values[0]
         / values[1]
         / values[2])
