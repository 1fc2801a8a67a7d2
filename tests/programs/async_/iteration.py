def run(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value
class Countdown:
    def __init__(self, n):
        self.n = n
    def __aiter__(self):
        return self
    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n + 1
async def squares(n):
    for i in range(n):
        yield i * i
async def main():
    async for i in Countdown(3):
        print(i, end=" ")
    else:
        print("liftoff")
    async for x in squares(10):
        if x == 4:
            continue
        if x > 20:
            break
        print(x, end=" ")
    print()
    print([x async for x in squares(4)], {x: -x async for x in squares(3) if x}, {x async for x in squares(2)} == {0, 1})
    print([x + y async for x in squares(3) async for y in Countdown(2)])
    generator = squares(3)
    print(await generator.__anext__(), await anext(generator), await anext(generator), await anext(generator, "end"))
    lazy = (x * 10 async for x in squares(3))
    print([x async for x in lazy], type(lazy).__name__)
    return "done"
print(run(main()))
async def bad():
    async for x in [1]:
        pass
try:
    run(bad())
except TypeError as error:
    print(error)
