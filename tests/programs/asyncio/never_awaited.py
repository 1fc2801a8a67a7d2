async def f():
    pass

async def g():
    pass

def function():
    local = g()
    return 1

class C:
    async def method(self):
        pass

f()
x = f()
y = 1
x = None
function()
C().method()
for i in range(2):
    f()
d = {'a': f()}
d.clear()
c = f()
c.close()
del c
[f() for _ in range(2)]
async def main():
    f()
    y = g()
    y = None
    return y
try:
    main().send(None)
except StopIteration as end:
    print(end.value)
left = g()
print('end')
