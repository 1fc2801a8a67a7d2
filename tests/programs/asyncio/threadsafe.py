import asyncio
import threading
from concurrent.futures import wait

async def add(a, b):
    await asyncio.sleep(0.01)
    return a + b

async def cancel_soon():
    asyncio.current_task().cancel()
    await asyncio.sleep(100)

async def fails():
    raise KeyError('there')

def work(loop, stop):
    future = asyncio.run_coroutine_threadsafe(add(1, 2), loop)
    print('sum', future.result(10))
    future = asyncio.run_coroutine_threadsafe(fails(), loop)
    print(repr(future.exception()))
    future = asyncio.run_coroutine_threadsafe(asyncio.sleep(100), loop)
    future.cancel()
    print(future.cancelled())
    cancels = cancel_soon()
    future = asyncio.run_coroutine_threadsafe(cancels, loop)
    print(wait([future], 10).done == {future}, future.cancelled())
    try:
        asyncio.run_coroutine_threadsafe(3, loop)
    except TypeError as error:
        print(error)
    try:
        asyncio.get_running_loop()
    except RuntimeError as error:
        print(error)
    loop.call_soon_threadsafe(stop.set)

async def main():
    stop = asyncio.Event()
    thread = threading.Thread(target=work, args=(asyncio.get_running_loop(), stop))
    thread.start()
    await stop.wait()
    thread.join()
    print('stopped')

asyncio.run(main())

def own_loop():
    print(asyncio.run(add(3, 4)))

threads = [threading.Thread(target=own_loop) for _ in range(2)]
for thread in threads:
    thread.start()
    thread.join()
