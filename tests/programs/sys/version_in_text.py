import sys

print("Python " + sys.version_info)
