class Sleep:
    def __init__(self, ticks):
        self.ticks = ticks
    def __await__(self):
        for _ in range(self.ticks):
            yield
async def worker(name, ticks, log):
    for i, n in enumerate(ticks):
        await Sleep(n)
        log.append(f"{name}{i}")
    return f"{name} done"
def gather(*coroutines):
    waiting, results, rounds = list(enumerate(coroutines)), {}, 0
    while waiting:
        rounds += 1
        for item in waiting[:]:
            number, coroutine = item
            try:
                coroutine.send(None)
            except StopIteration as stop:
                results[number] = stop.value
                waiting.remove(item)
    return [results[i] for i in sorted(results)], rounds
log = []
print(gather(worker("a", [1, 3], log), worker("b", [2, 1], log), worker("c", [], log)))
print(log)
class Channel:
    def __init__(self):
        self.items = []
    def put(self, item):
        self.items.append(item)
    async def get(self):
        while not self.items:
            await Sleep(1)
        return self.items.pop(0)
async def producer(channel, n):
    for i in range(n):
        await Sleep(2)
        channel.put(i)
    channel.put(None)
async def consumer(channel):
    got = []
    while (item := await channel.get()) is not None:
        got.append(item)
    return got
c = Channel()
print(gather(producer(c, 4), consumer(c)))
