class Semaphore:
    def __init__(self, n):
        self.n = n
    async def __aenter__(self):
        while self.n == 0:
            await Turn()
        self.n -= 1
    async def __aexit__(self, *error):
        self.n += 1
class Turn:
    def __await__(self):
        yield self
class Task:
    def __init__(self, coroutine, name):
        self.coroutine, self.name, self.done, self.result, self.error = coroutine, name, False, None, None
    def step(self):
        try:
            self.coroutine.send(None)
        except StopIteration as stop:
            self.done, self.result = True, stop.value
        except Exception as error:
            self.done, self.error = True, error
    def __await__(self):
        while not self.done:
            yield from Turn().__await__()
        if self.error:
            raise self.error
        return self.result
class Loop:
    def __init__(self):
        self.tasks, self.steps = [], 0
    def spawn(self, coroutine, name=""):
        self.tasks.append(Task(coroutine, name))
        return self.tasks[-1]
    def run(self, coroutine):
        main = self.spawn(coroutine, "main")
        while not main.done:
            for task in [t for t in self.tasks if not t.done]:
                task.step()
                self.steps += 1
        if main.error:
            raise main.error
        return main.result
loop, running, most = Loop(), 0, 0
async def job(n, limit):
    global running, most
    async with limit:
        running += 1
        most = max(most, running)
        for _ in range(n):
            await Turn()
        running -= 1
        if n == 3:
            raise ValueError("three fails")
        return n * 10
async def main():
    limit = Semaphore(2)
    tasks = [loop.spawn(job(n, limit), f"job-{n}") for n in range(1, 6)]
    results = []
    for task in tasks:
        try:
            results.append(await task)
        except ValueError as error:
            results.append(str(error))
    return results
print(loop.run(main()), most, running, [t.name for t in loop.tasks], all(t.done for t in loop.tasks))
