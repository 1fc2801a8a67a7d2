def ratio(done, total):
    return done / total * 100
print(f"{ratio(3, 4):.1f}%")
print(f"{ratio(3, 0.0):.1f}%")
