from itertools import cycle, islice, chain, product, permutations, combinations, accumulate, groupby, pairwise, starmap, takewhile, count, repeat, zip_longest
teams = ["a", "b", "c", "d"]
def round_robin(teams):
    fixed, *others = teams
    for _ in others:
        yield list(zip([fixed, *others[:len(teams) // 2 - 1]], reversed(others[len(teams) // 2 - 1:])))
        others = others[1:] + others[:1]
for day, games in enumerate(round_robin(teams), 1):
    print(day, games)
played = list(chain.from_iterable(round_robin(teams)))
print(len(played), len({frozenset(g) for g in played}), len(list(combinations(teams, 2))))
shifts = islice(zip(cycle(["ann", "bob", "cy"]), product(["mon", "tue", "wed"], ["early", "late"])), 6)
print(list(shifts))
deposits = [100, -30, 50, -200, 80]
print(list(accumulate(deposits)), [i for i, b in enumerate(accumulate(deposits)) if b < 0], list(accumulate(deposits, min)), [b - a for a, b in pairwise(accumulate(deposits, initial=0))] == deposits)
jobs = {"a": 3, "b": 1, "c": 2}
best = min(permutations(jobs), key=lambda order: sum(accumulate(jobs[j] for j in order)))
print(best, [sum(accumulate(jobs[j] for j in order)) for order in permutations("abc")])
timeline = "rrrwwrbbbbw"
print([(k, sum(1 for _ in g)) for k, g in groupby(timeline)], max(((len(list(g)), k) for k, g in groupby(timeline))), ["".join(g) for k, g in groupby("a1b22c", str.isdigit) if k])
print(list(takewhile(lambda s: s < 60, starmap(pow, zip(count(1), repeat(2))))), [sum(filter(None, col)) for col in zip_longest([1, 2, 3], [10], [5, 5])])
coins = (50, 20, 10)
print([c for c in product(range(3), range(4), range(6)) if sum(map(lambda n, v: n * v, c, coins)) == 70])
