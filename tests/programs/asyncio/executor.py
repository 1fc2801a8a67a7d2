import asyncio
import time
from concurrent.futures import Future, ThreadPoolExecutor

def square(x):
    time.sleep(0.01 * (5 - x))
    return x * x

async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(5) as pool:
        print(await asyncio.gather(*[loop.run_in_executor(pool, square, x) for x in range(5)]))
        future = loop.run_in_executor(pool, square, 2)
        print(asyncio.isfuture(future), await future)
        wrapped = asyncio.wrap_future(pool.submit(square, 3))
        print(await wrapped, asyncio.wrap_future(wrapped) is wrapped)
        try:
            await loop.run_in_executor(pool, lambda: 1 / 0)
        except ZeroDivisionError as error:
            print(repr(error))
    print(await loop.run_in_executor(None, square, 4))
    source = Future()
    wrapped = asyncio.wrap_future(source)
    wrapped.cancel()
    await asyncio.sleep(0)
    print(source.cancelled())
    try:
        loop.set_default_executor(3)
    except TypeError as error:
        print(error)
    await loop.shutdown_default_executor()
    try:
        await loop.run_in_executor(None, square, 1)
    except RuntimeError as error:
        print(error)

asyncio.run(main())
