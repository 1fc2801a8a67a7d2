import asyncio

async def count(name, n):
    for i in range(n):
        print(name, i)
        await asyncio.sleep(0)
    return name

async def main():
    print(await asyncio.gather(count('a', 3), count('b', 2), count('c', 4)))
    tasks = [asyncio.create_task(count(name, 2)) for name in 'xyz']
    print('made')
    for task in tasks:
        print(await task)
    loop = asyncio.get_running_loop()
    loop.call_soon(print, 'soon 1')
    loop.call_soon(print, 'soon 2')
    print('before')
    await asyncio.sleep(0)
    print('after')
    handle = loop.call_soon(print, 'never')
    handle.cancel()
    print(handle.cancelled(), handle)
    await asyncio.sleep(0)

asyncio.run(main())
