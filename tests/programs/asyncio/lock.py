import asyncio

async def work(lock, name):
    print(name, 'wants')
    async with lock:
        print(name, 'has')
        await asyncio.sleep(0.01)
        print(name, 'gives')

async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*[work(lock, name) for name in 'abc'])
    print(lock.locked(), await lock.acquire(), lock.locked())
    waits = [asyncio.create_task(work(lock, name)) for name in 'de']
    await asyncio.sleep(0)
    print(repr(lock).split('[')[1])
    waits[0].cancel()
    lock.release()
    print(await asyncio.gather(*waits, return_exceptions=True))
    try:
        lock.release()
    except RuntimeError as error:
        print(error)
    try:
        with lock:
            pass
    except TypeError as error:
        print(error)

asyncio.run(main())
