import sys
print("to stderr", file=sys.stderr)
n = sys.stdout.write("three\n")
print(n)
sys.stderr.write("written\n")
print("a", "b", sep="-", file=sys.stdout)
sys.stdout.flush()
sys.stderr.flush()
class Tee:
    def __init__(self, target):
        self.target, self.copy = target, []
    def write(self, text):
        self.copy.append(text)
        return self.target.write(text)
    def flush(self):
        self.target.flush()
real = sys.stdout
sys.stdout = Tee(real)
print("through the tee", 5)
copy = sys.stdout.copy
sys.stdout = real
print("".join(copy) == "through the tee 5\n", sys.stdout is real)
print(sys.__stdout__ is sys.stdout)
