print(2 + 3 * 4 ** 2 // 5 % 7 - 1, -2 ** 2, (-2) ** 2, 2 ** -1, 2 ** 3 ** 0, not True == False)
print(1 | 2 ^ 3 & 4 << 1, ~1 + 2, -~5, ~-5, +-+3, 1 + 2 << 3 - 1, 5 & 3 == 3, (5 & 3) == 1)
print(3 - 2 - 1, 100 / 10 / 2, 7 % 4 * 2, 2 * 7 % 4, 1 < 2 | 0, 10 - -3, - 3 ** 2 * 2)
print([1, 2][0] + 3, "a" "b" * 2, "ab"[0] * 2, len("a") + 1, (lambda x: x + 1)(2) * 3, -abs(-3))
x = 5
print(x if x > 3 else 0 + 100, (x if x > 3 else 0) + 100, x > 3 and x < 10 or False, not x > 3 and True)
print(1 if True else 2, (y := 3) + y, [y := y + 1, y ** 2], 1 in [1] and not 2 in [1], "x" not in "abc")
print(2 ** 3 * 2, 2 * 2 ** 3, -3 // 2, -(3 // 2), -3 % 5, -(3 % 5), 3 * -2, 2 ** -2 * 4)
print(*[1, 2], *"ab", sep="-"), print((1, 2) + (3,) * 2)
