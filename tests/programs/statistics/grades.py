from statistics import mean, median, mode, multimode, pstdev, stdev, variance, StatisticsError
grades = {"ann": [90, 85, 77, 92], "bob": [60, 75, 75, 80], "cy": [100], "di": []}
for name, marks in grades.items():
    try:
        print(f"{name}: {mean(marks):.2f} {median(marks)} {mode(marks)} {pstdev(marks):.3f}", end=" ")
        print(f"{stdev(marks):.3f} {variance(marks):.3f}")
    except StatisticsError as error:
        print("|", error)
everything = [m for marks in grades.values() for m in marks]
print(len(everything), mean(everything), median(everything), multimode(everything), round(stdev(everything), 6))
def standardise(values):
    m, s = mean(values), pstdev(values)
    return [round((v - m) / s, 4) for v in values]
z = standardise(everything)
print(z, abs(mean(z)) < 1e-3, round(pstdev(z), 3))
def correlation(xs, ys):
    mx, my = mean(xs), mean(ys)
    top = sum((x - mx) * (y - my) for x, y in zip(xs, ys))
    return top / (sum((x - mx) ** 2 for x in xs) * sum((y - my) ** 2 for y in ys)) ** 0.5
print(round(correlation([1, 2, 3, 4], [2, 4, 5, 9]), 6), correlation([1, 2, 3], [3, 2, 1]))
def moving(values, n):
    return [round(mean(values[i:i + n]), 3) for i in range(len(values) - n + 1)]
print(moving(everything, 3), sorted(everything, key=lambda v: abs(v - mean(everything)))[:3])
histogram = {low: sum(low <= v < low + 10 for v in everything) for low in range(60, 101, 10)}
for low, n in histogram.items():
    print(f"{low:>3} {'#' * n}")
