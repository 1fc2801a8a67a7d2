async def add(a, b):
    return a + b
async def main():
    first = await add(1, 2)
    second = await add(first, 10)
    return first, second
def run(coroutine):
    try:
        while True:
            print("suspended with", coroutine.send(None))
    except StopIteration as stop:
        return stop.value
print(run(main()), type(main).__name__)
class Pause:
    def __init__(self, value):
        self.value = value
    def __await__(self):
        got = yield self.value
        return got
async def pausing():
    a = await Pause("one")
    b = await Pause("two")
    return a, b
c = pausing()
print(type(c).__name__, c.__name__, c.send(None), c.send("A"))
try:
    c.send("B")
except StopIteration as stop:
    print(stop.value)
try:
    c.send(None)
except RuntimeError as error:
    print(error)
print(run(pausing()))
async def failing():
    await Pause("before")
    raise ValueError("inside")
try:
    run(failing())
except ValueError as error:
    print(error)
f = pausing()
f.send(None)
try:
    f.throw(KeyError("thrown"))
except KeyError as error:
    print(repr(error))
async def cleanup():
    try:
        await Pause("waiting")
    finally:
        print("cleaned")
c = cleanup()
c.send(None)
c.close()
