for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1.005, 1234.5678, 1e16, 5e-5):
    print(round(x), round(x, 0), round(x, 1), round(x, 2), round(x, -1), round(x, -2))
print(round(15, -1), round(25, -1), round(-15, -1), round(-25, -1), round(1234567, -3), round(5, 3), round(7))
print(round(10**30 + 5, -1), round(2.5, None), round(True), round(1e300, -299), round(55.0, -2), round(50.0, -2))
