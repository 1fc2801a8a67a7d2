import sys

sys.setswitchinterval(None)
