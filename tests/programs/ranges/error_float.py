step = 10 / 2
for i in range(0, 20, step):
    print(i)
