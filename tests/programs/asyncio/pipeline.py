import asyncio

async def stage(name, source, target, function):
    while True:
        item = await source.get()
        if item is None:
            await target.put(None)
            print(name, 'ends')
            return
        await target.put(function(item))

async def main():
    queues = [asyncio.Queue(maxsize=3) for _ in range(4)]
    async with asyncio.TaskGroup() as group:
        for place, function in enumerate((lambda x: x + 1, lambda x: x * x, str)):
            group.create_task(stage(f's{place}', queues[place], queues[place + 1], function))

        async def feed():
            for x in range(20):
                await queues[0].put(x)
            await queues[0].put(None)

        group.create_task(feed())
        found = []
        while (item := await queues[3].get()) is not None:
            found.append(item)
    print(' '.join(found))

    work, results = asyncio.Queue(), []

    async def worker():
        while True:
            x = await work.get()
            await asyncio.sleep(0.001 * x)
            results.append(x)
            work.task_done()

    workers = [asyncio.create_task(worker()) for _ in range(3)]
    for x in range(12):
        work.put_nowait(x)
    await work.join()
    for one in workers:
        one.cancel()
    print(sorted(results), await asyncio.gather(*workers, return_exceptions=True))

asyncio.run(main())
