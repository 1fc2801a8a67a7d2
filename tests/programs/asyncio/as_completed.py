import asyncio

async def work(x):
    await asyncio.sleep(x / 5)
    if x == 2:
        raise ValueError(x)
    return x

async def main():
    for next_one in asyncio.as_completed([work(4), work(1), work(2)]):
        try:
            print(await next_one)
        except ValueError as error:
            print(repr(error))
    tasks = [asyncio.create_task(work(x), name=f't{x}') for x in (5, 3, 1)]
    async for task in asyncio.as_completed(tasks):
        print(task.get_name(), await task, task in tasks)
    tasks = [asyncio.create_task(work(x)) for x in (1, 9)]
    try:
        for next_one in asyncio.as_completed(tasks, timeout=0.8):
            print(await next_one)
    except TimeoutError as error:
        print(repr(error), [task.done() for task in tasks])
    tasks[1].cancel()

asyncio.run(main())
