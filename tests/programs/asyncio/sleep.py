import asyncio
import time

async def say(delay, text):
    await asyncio.sleep(delay)
    print(text)

async def main():
    begin = time.monotonic()
    await asyncio.gather(say(0.7, 'third'), say(0.1, 'first'), say(0.4, 'second'))
    took = time.monotonic() - begin
    print(0.69 < took < 1)
    begin = time.monotonic()
    await asyncio.gather(*[asyncio.sleep(0.2) for _ in range(500)])
    print(time.monotonic() - begin < 2)
    print(await asyncio.sleep(0, 'result'), await asyncio.sleep(0.01, 'other'), await asyncio.sleep(-1, 'past'))
    try:
        await asyncio.sleep(float('nan'))
    except ValueError as error:
        print(error)
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    loop.call_later(0.5, print, 'later')
    loop.call_at(loop.time() + 0.05, print, 'sooner')
    timer = loop.call_later(0.02, print, 'never')
    timer.cancel()
    loop.call_later(0.9, done.set_result, 'done')
    print(await done, timer.cancelled(), timer.when() < loop.time())

asyncio.run(main())
