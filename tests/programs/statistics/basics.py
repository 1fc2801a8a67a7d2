import statistics
from statistics import mean, median, stdev
data = [2.5, 3.25, 5.5, 11.25, 11.75]
print(mean(data), median(data), stdev(data), statistics.pstdev(data), statistics.variance(data), statistics.pvariance(data))
print(mean([1, 2, 3, 4]), mean([1, 2]), median([3, 1, 2]), median([4, 1, 3, 2]), statistics.median_low([1, 2, 3, 4]), statistics.median_high([1, 2, 3, 4]), type(mean([1, 3])).__name__, type(mean([1, 2])).__name__)
print(statistics.mode([1, 2, 2, 3]), statistics.mode("banana"), statistics.multimode("aabbc"), statistics.fmean([1, 2, 4]), round(statistics.geometric_mean([1, 2, 4]), 9), statistics.harmonic_mean([2, 4]))
print(statistics.quantiles([1, 2, 3, 4, 5, 6, 7], n=4), stdev([1, 1, 1]), stdev([1, 2]), mean([0.1] * 10), mean(x * x for x in range(5)), median(range(101)), stdev([1e10, 1e10 + 2]))
for call in (lambda: mean([]), lambda: median([]), lambda: stdev([1]), lambda: statistics.mode([]), lambda: mean(["a"]), lambda: statistics.variance([5])):
    try:
        print(call())
    except (statistics.StatisticsError, TypeError) as error:
        print(type(error).__name__, error)
print(issubclass(statistics.StatisticsError, ValueError))
