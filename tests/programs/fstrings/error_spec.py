def table(rows):
    for name, price in rows:
        print(f"{name:<8}{price:>8.2f}")
table([("tea", 2.5), ("cake", "free")])
