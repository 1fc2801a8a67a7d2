def run(coroutine):
    try:
        while True:
            print("<", coroutine.send(None), ">")
    except StopIteration as stop:
        return stop.value
class Tick:
    def __await__(self):
        yield "tick"
class Session:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow
    async def __aenter__(self):
        await Tick()
        print("enter", self.name)
        return self
    async def __aexit__(self, kind, error, trace):
        await Tick()
        print("exit", self.name, kind and kind.__name__)
        return self.swallow
async def main():
    async with Session("a") as a, Session("b") as b:
        print("inside", a.name, b.name)
    async with Session("c", swallow=True):
        raise ValueError
    try:
        async with Session("d"):
            return "returned"
    finally:
        print("finally")
print(run(main()))
async def fails():
    async with Session("e"):
        {}["x"]
try:
    run(fails())
except KeyError as error:
    print("out", error)
async def wrong():
    async with 5:
        pass
async def wrong_sync():
    with Session("f"):
        pass
for bad in (wrong, wrong_sync):
    try:
        run(bad())
    except TypeError as error:
        print(error)
