def add(a, b): return a + b
def unknown(*args): return f"unknown command with {len(args)}"
commands = {"add": add, "mul": lambda a, b: a * b, "join": lambda *words, sep="-": sep.join(words), "now": None}
for line in ("add 1 2", "mul 3 4", "join a b c", "now", "fly 1", ""):
    name, *arguments = line.split() or ["nothing"]
    arguments = [int(a) if a.isdigit() else a for a in arguments]
    action = commands.get(name, unknown)
    print(repr(line), "->", action(*arguments) if callable(action) else f"{name} is not callable")
class Machine:
    transitions = {("idle", "start"): "running", ("running", "pause"): "paused", ("paused", "start"): "running", ("running", "stop"): "idle"}
    def __init__(self):
        self.state, self.history = "idle", []
    def fire(self, event):
        before = self.state
        self.state = self.transitions.get((before, event), before)
        self.history.append(f"{before}--{event}->{self.state}")
        return self
m = Machine().fire("start").fire("pause").fire("stop").fire("start").fire("stop")
print(*m.history, sep="\n")
memo = {}
def ways(n, steps=(1, 2, 3)):
    if n in memo:
        return memo[n]
    memo[n] = 1 if n == 0 else sum(ways(n - s) for s in steps if s <= n)
    return memo[n]
print(ways(30), len(memo), [memo[i] for i in range(8)])
switch = {True: "positive", False: "not positive"}
print([switch[x > 0] for x in (5, 0, -5)], {**dict.fromkeys("aeiou", "vowel")}.get("e"), dict.fromkeys([1, 2], []))
matrix = {(r, c): r * c for r in range(3) for c in range(3)}
print(matrix[2, 2], sum(v for (r, c), v in matrix.items() if r == c), max(matrix, key=matrix.get), [k for k in matrix if matrix[k] == 2])
