import sys
def stop(code):
    print("stopping with", code)
    raise SystemExit(code)
stop(3)
