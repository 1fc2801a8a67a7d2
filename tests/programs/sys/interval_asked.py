import sys

sys.getswitchinterval(1)
