import sys

print(sys.getcheckinterval())
print(sys.setcheckinterval(10))
print(sys.getcheckinterval())
sys.setcheckinterval(0)
print(sys.getcheckinterval())
sys.setcheckinterval(-5)
print(sys.getcheckinterval())
sys.setcheckinterval(True)
print(sys.getcheckinterval())
print(sys.version_info)
print(sys.version_info < (3,))
