# A coroutine that only calculates lets nobody else run until it awaits something.
import asyncio
import time

async def busy():
    print('busy begins')
    total = sum(i * i for i in range(20000))
    print('busy ends', total)

async def blocks():
    print('blocks begins')
    time.sleep(0.01)
    print('blocks ends')

async def ticks():
    for i in range(3):
        print('tick', i)
        await asyncio.sleep(0)

async def main():
    await asyncio.gather(ticks(), busy(), ticks(), blocks())

asyncio.run(main())
