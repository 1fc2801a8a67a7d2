import sys

sys.setswitchinterval(0.005, 0.001)
