import sys

sys.setcheckinterval(10)
