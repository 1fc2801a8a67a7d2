import sys

sys.setswitchinterval()
