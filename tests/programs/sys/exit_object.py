import sys
try:
    sys.exit([1, "two"])
finally:
    print("last words")
