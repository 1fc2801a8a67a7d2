try:
    raise ExceptionGroup("first", [ValueError("v")])
except ExceptionGroup as group:
    raise RuntimeError("could not go on") from group
