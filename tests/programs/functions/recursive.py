def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
def hanoi(n, a="A", b="B", c="C"):
    return [] if n == 0 else hanoi(n - 1, a, c, b) + [a + c] + hanoi(n - 1, b, a, c)
def flatten(item):
    return [x for part in item for x in flatten(part)] if isinstance(item, list) else [item]
def permutations(items):
    if not items:
        return [[]]
    return [[x] + rest for i, x in enumerate(items) for rest in permutations(items[:i] + items[i + 1:])]
def ackermann(m, n):
    if m == 0:
        return n + 1
    return ackermann(m - 1, 1) if n == 0 else ackermann(m - 1, ackermann(m, n - 1))
def queens(n, rows=()):
    if len(rows) == n:
        return 1
    return sum(queens(n, rows + (c,)) for c in range(n) if all(c != x and abs(c - x) != len(rows) - r for r, x in enumerate(rows)))
def even(n):
    return n == 0 or odd(n - 1)
def odd(n):
    return n != 0 and even(n - 1)
print([fib(n) for n in range(20)], hanoi(3), len(hanoi(8)))
print(flatten([1, [2, [3, [], [4]]], 5]), permutations([1, 2, 3]), ackermann(2, 3), queens(6), even(50), odd(7))
def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)
print(depth(500))
def change(amount, coins):
    if amount == 0:
        return 1
    return 0 if amount < 0 or not coins else change(amount - coins[0], coins) + change(amount, coins[1:])
print(change(100, (50, 25, 10, 5, 1)))
