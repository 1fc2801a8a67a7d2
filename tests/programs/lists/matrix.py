a = [[1, 2, 3], [4, 5, 6]]
b = [[7, 8], [9, 10], [11, 12]]
def multiply(a, b):
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]
print(multiply(a, b), [list(row) for row in zip(*a)], [x for row in a for x in row])
def identity(n):
    return [[int(i == j) for j in range(n)] for i in range(n)]
print(identity(3), multiply(a, identity(3)) == a)
def power(m, n):
    result = identity(len(m))
    while n:
        if n % 2:
            result = multiply(result, m)
        m = multiply(m, m)
        n //= 2
    return result
print(power([[1, 1], [1, 0]], 90)[0][1])
spiral, grid = [], [[4 * r + c for c in range(4)] for r in range(3)]
while grid:
    spiral += grid.pop(0)
    grid = [list(row) for row in zip(*grid)][::-1]
print(spiral)
pascal = [[1]]
for _ in range(7):
    pascal.append([1] + [x + y for x, y in zip(pascal[-1], pascal[-1][1:])] + [1])
for row in pascal:
    print(" ".join(map(str, row)).center(25).rstrip())
