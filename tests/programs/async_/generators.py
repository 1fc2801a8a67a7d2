class Step:
    def __init__(self, n):
        self.n = n
    def __await__(self):
        yield self.n
def drive(coroutine):
    steps = []
    try:
        while True:
            steps.append(coroutine.send(None))
    except StopIteration as stop:
        return stop.value, steps
async def ticker(n):
    try:
        for i in range(n):
            await Step(i)
            got = yield i
            if got:
                print("got", got)
    finally:
        print("ticker closed")
async def main():
    t = ticker(4)
    print(await t.asend(None), await t.asend("hello"))
    try:
        await t.athrow(ValueError("stop it"))
    except ValueError as error:
        print(error)
    u = ticker(3)
    async for i in u:
        if i == 1:
            break
    await u.aclose()
    return [i async for i in ticker(2)]
print(drive(main()))
async def chained(source):
    async for x in source:
        yield x * 2
async def total(source):
    result = 0
    async for x in source:
        result += x
    return result
print(drive(total(chained(ticker(4)))))
print(type(ticker(1)).__name__, hasattr(ticker(1), "__aiter__"), hasattr(ticker(1), "__iter__"))
async def awaitable_list():
    return [await coroutine for coroutine in [value(1), value(2)]]
async def value(x):
    await Step(x)
    return x
print(drive(awaitable_list()))
