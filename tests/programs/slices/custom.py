class Row:
    def __init__(self, values):
        self.values = list(values)
    def __len__(self):
        return len(self.values)
    def __getitem__(self, key):
        if isinstance(key, slice):
            start, stop, step = key.indices(len(self))
            print("slice", start, stop, step, end=" ")
            return Row(self.values[i] for i in range(start, stop, step))
        if isinstance(key, tuple):
            return [self[k] for k in key]
        if not isinstance(key, int):
            raise TypeError(f"cannot use {type(key).__name__}")
        return self.values[key]
    def __setitem__(self, key, value):
        if isinstance(key, slice):
            for i, v in zip(range(*key.indices(len(self))), value):
                self.values[i] = v
        else:
            self.values[key] = value
    def __delitem__(self, key):
        del self.values[key]
    def __repr__(self):
        return f"Row{self.values}"
r = Row("abcdefgh")
print(r[0], r[-1], r[1:3], r[::-1], r[-3:], r[5:1:-2], r[:100])
print(r[0, 2, -1], r[1:2, 3])
r[0] = "A"
r[2:6:2] = "XY"
print(r)
del r[0], r[-1]
print(r, len(r), list(reversed(r[::2].values)))
for bad in (lambda: r["a"], lambda: r[1.5], lambda: r[99], lambda: r[1:"x"], lambda: r[::0]):
    try:
        print(bad())
    except (TypeError, IndexError, ValueError) as error:
        print(type(error).__name__, error)
class Lines:
    def __getitem__(self, key):
        return [(k.start, k.stop, k.step) if isinstance(k, slice) else k for k in (key if isinstance(key, tuple) else (key,))]
print(Lines()[1:2, ::3, ..., None, "a":"b", -1], Lines()[:], Lines()[()])
