from statistics import mean, median, stdev, fmean
runs = {"one thread": [1.02, 0.98, 1.01, 1.0, 1.49], "two threads": [2.05, 1.99, 2.0, 2.02, 2.01], "processes": [0.55, 0.53, 0.54, 0.56, 0.55]}
for name, times in runs.items():
    best = min(times)
    print(f"{name:<12} mean {mean(times):.3f} median {median(times):.3f} stdev {stdev(times):.4f} best {best:.2f} spread {(max(times) - best) / best:.1%}")
base = median(runs["one thread"])
print({name: round(base * 2 / median(times), 2) for name, times in runs.items()})
def trimmed(times, cut=1):
    return fmean(sorted(times)[cut:-cut])
print([round(trimmed(t), 4) for t in runs.values()], mean([True, False, True]), mean([10 ** 20, 10 ** 20 + 2]), median(["b", "a", "c"]), median([1, 2.5]))
