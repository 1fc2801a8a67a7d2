import asyncio

async def waiter(event, name):
    print(name, 'waits')
    print(name, await event.wait())

async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(waiter(event, name)) for name in 'ab']
    await asyncio.sleep(0)
    print(event.is_set(), repr(event).split('[')[1])
    event.set()
    await asyncio.gather(*tasks)
    print(await event.wait(), event.is_set())
    event.clear()
    try:
        await asyncio.wait_for(event.wait(), 0.01)
    except TimeoutError:
        print('not set', repr(event).split('[')[1])

asyncio.run(main())
