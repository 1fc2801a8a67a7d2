inf, nan = float("inf"), float("nan")
print(inf > 1e308, -inf < inf, inf == inf, nan == nan, nan != nan, nan < 1, nan > 1)
print(inf - inf, inf * 0, inf / inf, inf + 1, -inf * 2, 1 / inf, -1 / inf)
print(nan in [nan], [nan] == [nan], nan is nan, float("nan") in [nan])
print(max(1.0, nan), max(nan, 1.0), min(nan, 1.0), sorted([3.0, -inf, inf, 0.5]))
print(0.0 == -0.0, str(-0.0), -0.0 + 0.0, 0.0 * -1, abs(-0.0))
print(bool(0.0), bool(-0.0), bool(nan), bool(1e-320))
for f in (int, round):
    for x in (inf, nan):
        try:
            f(x)
        except (OverflowError, ValueError) as error:
            print(type(error).__name__, error)
print(inf // 1, inf % 2, 5 % inf, -5 % inf, 5 // inf, -5 // inf)
