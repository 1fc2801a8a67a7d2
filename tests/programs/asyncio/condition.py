import asyncio

async def main():
    condition = asyncio.Condition()
    items = []

    async def consumer(name):
        async with condition:
            await condition.wait_for(lambda: items)
            print(name, 'got', items.pop(0))

    async def producer():
        for i in range(3):
            async with condition:
                items.append(i)
                condition.notify()
            await asyncio.sleep(0.01)

    await asyncio.gather(consumer('a'), consumer('b'), consumer('c'), producer())

    async def waits(name):
        async with condition:
            try:
                print(name, await condition.wait())
            finally:
                print(name, condition.locked())

    tasks = [asyncio.create_task(waits(name)) for name in 'xyz']
    await asyncio.sleep(0.01)
    print(repr(condition).split('[')[1])
    tasks[1].cancel()
    async with condition:
        condition.notify_all()
    print(await asyncio.gather(*tasks, return_exceptions=True))
    for wrong in (condition.notify, condition.notify_all):
        try:
            wrong()
        except RuntimeError as error:
            print(error)
    try:
        await condition.wait()
    except RuntimeError as error:
        print(error)

asyncio.run(main())
