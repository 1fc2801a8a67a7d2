import sys
print("before")
try:
    sys.exit(0)
finally:
    print("cleaned up")
print("never")
