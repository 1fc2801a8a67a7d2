import asyncio

running = most = 0

async def work(semaphore, name):
    global running, most
    async with semaphore:
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running -= 1
    return name

async def main():
    semaphore = asyncio.Semaphore(3)
    print(await asyncio.gather(*[work(semaphore, n) for n in range(10)]), most)
    print(repr(semaphore).split('[')[1], semaphore.locked())
    semaphore = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(work(semaphore, n)) for n in range(3)]
    await asyncio.sleep(0)
    print(repr(semaphore).split('[')[1])
    tasks[0].cancel()
    semaphore.release()
    await asyncio.sleep(0.4)
    print([task.done() for task in tasks])
    semaphore.release()
    print(await asyncio.gather(*tasks, return_exceptions=True))
    bounded = asyncio.BoundedSemaphore(1)
    async with bounded:
        pass
    try:
        bounded.release()
    except ValueError as error:
        print(error)
    try:
        asyncio.Semaphore(-1)
    except ValueError as error:
        print(error)

asyncio.run(main())
