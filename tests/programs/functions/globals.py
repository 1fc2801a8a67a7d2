count = 0
def bump(by=1):
    global count, fresh
    count += by
    fresh = count
def read():
    return count
for _ in range(3):
    bump()
bump(by=10)
print(count, fresh, read())
def shadow():
    count = 5
    return count
print(shadow(), count)
len = 3
print(len)
print(__name__)
if __name__ == "__main__":
    print("main")
a = b = c = [1]
b.append(2)
print(a, c, a is b)
x, y = 1, 2
x, y = y, x
print(x, y)
[x, (y, z)] = 5, (6, 7)
print(x, y, z)
def swap(a, b, c):
    a, b, c = c, a, b
    return a, b, c
print(swap(1, 2, 3))
x, x = 1, 2
print(x)
