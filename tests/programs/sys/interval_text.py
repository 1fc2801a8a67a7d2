import sys

sys.setswitchinterval("5ms")
