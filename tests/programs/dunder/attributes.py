class Recorder:
    def __init__(self):
        object.__setattr__(self, "log", [])
    def __getattr__(self, name):
        if name.startswith("auto_"):
            return name[5:]
        raise AttributeError(f"no {name} here")
    def __setattr__(self, name, value):
        self.log.append(("set", name, value))
        object.__setattr__(self, name, value)
    def __delattr__(self, name):
        self.log.append(("del", name))
        object.__delattr__(self, name)
r = Recorder()
r.x = 1
r.x += 5
print(r.x, r.auto_hello, hasattr(r, "nothing"), getattr(r, "zip", "default"))
del r.x
print(r.log)
try:
    r.x
except AttributeError as error:
    print(error)
class All:
    value = 10
    def __getattribute__(self, name):
        if name == "secret":
            return "found"
        return object.__getattribute__(self, name)
print(All().secret, All().value)
class Proxy:
    def __init__(self, target):
        self._target = target
    def __getattr__(self, name):
        print("<" + name + ">", end=" ")
        return getattr(self._target, name)
p = Proxy([3, 1, 2])
p.append(0)
p.sort()
print(p._target, p.index(3), p.count(9))
class Record(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__
rec = Record(a=1)
rec.b = rec.a + 1
print(rec, rec.b)
class Dir:
    def __dir__(self):
        return ["b", "a"]
print(dir(Dir()), vars(Dir()))
