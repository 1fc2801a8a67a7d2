s = slice(1, 10, 2)
print(s, repr(slice(5)), slice(None), s.start, s.stop, s.step, s == slice(1, 10, 2), s != slice(1), slice("a", [1]))
print(s.indices(5), slice(None, None, -1).indices(4), slice(-3, None).indices(2), slice(3, 100).indices(7))
class Show:
    def __getitem__(self, key):
        return key
    def __setitem__(self, key, value):
        print("set", key, value)
    def __delitem__(self, key):
        print("del", key)
show = Show()
print(show[1], show[1:2], show[::3], show[:], show[1, 2], show[1:2, ...], show[()], show[:, None, -1], show["k":"z"])
show[1:2] = 5
del show[1:], show["a"]
