import sys
print()
print(1, "a", None, [1], sep="-", end=".\n")
print(*range(5), sep="")
print("no newline", end="")
print("", "x", "", sep="|")
print("a", "b", sep=None, end=None)
print([print("inner"), 1])
print("flush", flush=True)
print("tab\tnewline\\n", 'quotes "\'', sep="\n")
print(print, len, int, sep=" ")
print({"a": [1, (2, {"b": {3}})]}, [[], (), {}, set(), ""], True, 1.0, -0.0, 1e16)
print("é日😀", ["é日😀"], "\x00".encode(), repr("\x00"))
class Out:
    def __init__(self):
        self.text = []
    def write(self, s):
        self.text.append(s)
out = Out()
print("caught", 5, file=out)
print("x", end="", file=out)
print(out.text)
for bad in (lambda: print(1, sep=5), lambda: print(1, end=b""), lambda: print(1, file=5), lambda: print(1, nothing=2)):
    try:
        bad()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
sys.stdout.write("written\n")
