# Tasks of one thread that sleep at the same time.
import asyncio
import time

TASKS = 1000
NAP = 1.0


async def main():
    await asyncio.gather(*(asyncio.sleep(NAP) for _ in range(TASKS)))


start = time.perf_counter()
asyncio.run(main())
print("seconds", time.perf_counter() - start)
