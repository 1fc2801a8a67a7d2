import sys

print(sys.version_info, sys.version_info[:2])
print(sys.getswitchinterval())
