import sys

sys.version_info.patch
