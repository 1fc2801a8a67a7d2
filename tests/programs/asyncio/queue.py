import asyncio

async def main():
    queue = asyncio.Queue(2)

    async def producer():
        for i in range(5):
            await queue.put(i)
            print('put', i, queue.qsize())
        await queue.put(None)

    async def consumer():
        while (item := await queue.get()) is not None:
            print('got', item)
            await asyncio.sleep(0.01)
            queue.task_done()
        queue.task_done()

    await asyncio.gather(producer(), consumer())
    await queue.join()
    print(queue.empty(), queue.full(), queue.maxsize, queue)
    for call in (queue.get_nowait, queue.task_done):
        try:
            call()
        except (asyncio.QueueEmpty, ValueError) as error:
            print(repr(error))
    queue.put_nowait(1)
    queue.put_nowait(2)
    try:
        queue.put_nowait(3)
    except asyncio.QueueFull as error:
        print(repr(error), queue)
    queue.shutdown()
    print(await queue.get(), queue)
    try:
        await queue.put(3)
    except asyncio.QueueShutDown as error:
        print(repr(error))
    print(queue.get_nowait())
    try:
        await queue.get()
    except asyncio.QueueShutDown as error:
        print(repr(error))
    for kind in (asyncio.LifoQueue, asyncio.PriorityQueue):
        queue = kind()
        for item in (2, 3, 1):
            await queue.put(item)
        print(kind.__name__, [queue.get_nowait() for _ in range(3)])
    queue = asyncio.Queue()
    waits = [asyncio.create_task(queue.get()) for _ in range(3)]
    await asyncio.sleep(0)
    waits[0].cancel()
    queue.put_nowait('a')
    queue.shutdown(immediate=True)
    print(await asyncio.gather(*waits, return_exceptions=True))

asyncio.run(main())
