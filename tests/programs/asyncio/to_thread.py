import asyncio
import threading
import time

def blocks(name, delay):
    time.sleep(delay)
    print(name, threading.current_thread() is threading.main_thread())
    return name

async def ticks():
    for i in range(3):
        print('tick', i)
        await asyncio.sleep(0.4)

async def main():
    print(await asyncio.gather(asyncio.to_thread(blocks, 'a', 0.6), ticks()))
    print(await asyncio.to_thread(lambda *, x: x, x=3))
    try:
        await asyncio.to_thread(int, 'x')
    except ValueError as error:
        print(error)
    begin = time.monotonic()
    await asyncio.gather(*[asyncio.to_thread(time.sleep, 0.5) for _ in range(4)])
    print(time.monotonic() - begin < 1.5)
    print(await asyncio.to_thread(lambda: threading.current_thread().name.rpartition('_')[0]))

asyncio.run(main())
