import asyncio

async def important():
    await asyncio.sleep(0.6)
    print('important done')
    return 'saved'

async def main():
    inner = asyncio.create_task(important())
    outer = asyncio.create_task(asyncio.wait_for(asyncio.shield(inner), 0.01))
    try:
        await outer
    except TimeoutError:
        print('gave up', inner.done())
    print(await inner)
    print(await asyncio.shield(important()))
    done = asyncio.get_running_loop().create_future()
    done.set_result(3)
    print(asyncio.shield(done) is done)

    async def fails():
        raise KeyError('x')

    try:
        await asyncio.shield(fails())
    except KeyError as error:
        print(repr(error))

asyncio.run(main())
