import asyncio

async def work(x):
    await asyncio.sleep(x / 5)
    if x == 2:
        raise ValueError(x)
    return x

def names(tasks):
    return sorted(task.get_name() for task in tasks)

async def main():
    def tasks(*xs):
        return [asyncio.create_task(work(x), name=f't{x}') for x in xs]

    done, pending = await asyncio.wait(tasks(1, 3))
    print(names(done), names(pending))
    done, pending = await asyncio.wait(tasks(1, 4), return_when=asyncio.FIRST_COMPLETED)
    print(names(done), names(pending))
    for task in pending:
        task.cancel()
    done, pending = await asyncio.wait(tasks(1, 2, 5), return_when=asyncio.FIRST_EXCEPTION)
    print(names(done), names(pending), sorted(repr(task.exception()) for task in done))
    done, pending = await asyncio.wait(tasks(1, 9), timeout=0.8)
    print(names(done), names(pending))
    for task in pending:
        task.cancel()
    for wrong in ([], [1], 'x', tasks(1)[0]):
        try:
            await asyncio.wait(wrong, return_when='x' if wrong == [1] else 'ALL_COMPLETED')
        except (ValueError, TypeError, AttributeError) as error:
            print(type(error).__name__, error)
    coro = work(1)
    try:
        await asyncio.wait([coro])
    except TypeError as error:
        print(error)
    coro.close()

asyncio.run(main())
