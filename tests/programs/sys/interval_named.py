import sys

sys.setswitchinterval(interval=0.005)
