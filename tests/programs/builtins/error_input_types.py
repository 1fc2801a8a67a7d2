ages = ["31", "4", "unknown"]
print(sorted(ages, key=len))
print(max(ages, key=int))
