import asyncio

async def work(x):
    await asyncio.sleep(x / 10)
    if x == 2:
        raise ValueError(x)
    print('work', x)
    return x

async def main():
    print(await asyncio.gather())
    print(await asyncio.gather(work(3), work(1)))
    print(await asyncio.gather(work(1), work(2), work(3), return_exceptions=True))
    try:
        await asyncio.gather(work(1), work(2), work(4))
    except ValueError as error:
        print(repr(error))
    await asyncio.sleep(0.4)
    same = asyncio.create_task(work(1))
    print(await asyncio.gather(same, same))
    future = asyncio.gather(work(5), work(6))
    print(future)
    await asyncio.sleep(0)
    print(future.cancel(), future.done())
    try:
        await future
    except asyncio.CancelledError as error:
        print('cancelled', error.args)
    future = asyncio.gather(asyncio.sleep(9), work(1), return_exceptions=True)
    children = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.sleep(0)
    for child in children:
        if 'sleep' in repr(child.get_coro()):
            child.cancel('one of them')
    print(await future)

asyncio.run(main())
