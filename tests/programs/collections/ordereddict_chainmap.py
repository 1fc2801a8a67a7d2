from collections import OrderedDict, ChainMap
o = OrderedDict(a=1, b=2, c=3)
o.move_to_end("a")
o["d"] = 4
print(o, list(o), o.popitem(), o.popitem(last=False), o)
o.move_to_end("a", last=False)
print(list(o.items()), o == {"c": 3, "a": 1}, o == OrderedDict([("c", 3), ("a", 1)]), o == OrderedDict([("a", 1), ("c", 3)]), list(reversed(o)))
class LRU(OrderedDict):
    def __init__(self, size):
        super().__init__()
        self.size = size
    def get(self, key):
        if key in self:
            self.move_to_end(key)
            return self[key]
    def put(self, key, value):
        self[key] = value
        self.move_to_end(key)
        if len(self) > self.size:
            self.popitem(last=False)
cache = LRU(2)
cache.put("a", 1)
cache.put("b", 2)
print(cache.get("a"), cache.put("c", 3), list(cache), cache.get("b"))
defaults, user = {"colour": "red", "size": 1}, {"size": 5}
settings = ChainMap(user, defaults)
print(settings["size"], settings["colour"], sorted(settings), len(settings), "x" in settings, settings.maps)
settings["colour"] = "blue"
child = settings.new_child({"size": 99})
print(user, defaults, child["size"], child.parents["size"], dict(child) == {"colour": "blue", "size": 99})
try:
    settings["nothing"]
except KeyError as error:
    print(error)
