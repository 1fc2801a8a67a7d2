class Locked:
    def __setitem__(self, key, value):
        raise PermissionError(f"cannot set {key!r}")
    def __setattr__(self, name, value):
        raise PermissionError(f"cannot set .{name}")
box = Locked()
try:
    box.size = 5
except PermissionError as error:
    print(error)
box["key"] = 10
