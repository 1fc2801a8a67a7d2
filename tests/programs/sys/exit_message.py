import sys
def check(value):
    if value < 0:
        sys.exit(f"{value} is negative")
    print(value, "is fine")
check(1)
check(-1)
