import asyncio

async def slow():
    try:
        await asyncio.sleep(100)
    finally:
        print('slow ends')

async def main():
    try:
        await asyncio.wait_for(slow(), 0.02)
    except TimeoutError as error:
        print(repr(error), repr(error.__cause__), asyncio.TimeoutError is TimeoutError)
    print(await asyncio.wait_for(asyncio.sleep(0.01, 'in time'), 10))
    print(await asyncio.wait_for(asyncio.sleep(0.01, 'for ever'), None))
    try:
        await asyncio.wait_for(slow(), 0)
    except TimeoutError as error:
        print(repr(error))
    try:
        async with asyncio.timeout(0.02) as limit:
            print(limit.expired())
            await slow()
    except TimeoutError:
        print('timed out', limit.expired(), limit)
    async with asyncio.timeout(0.02) as limit:
        limit.reschedule(None)
        await asyncio.sleep(0.05)
    print(limit, limit.when())
    try:
        async with asyncio.timeout(10):
            async with asyncio.timeout(0.02):
                await slow()
    except TimeoutError:
        print('inner')
    try:
        async with asyncio.timeout(0.02):
            async with asyncio.timeout(10):
                await slow()
    except TimeoutError:
        print('outer')
    async with asyncio.timeout(10) as limit:
        try:
            async with asyncio.timeout(0.01):
                await slow()
        except TimeoutError:
            print('inner first', limit.expired())
    try:
        async with asyncio.timeout_at(asyncio.get_running_loop().time() - 1):
            await asyncio.sleep(1)
    except TimeoutError:
        print('past')
    try:
        limit.reschedule(3)
    except RuntimeError as error:
        print(error)
    try:
        async with limit:
            pass
    except RuntimeError as error:
        print(error)
    try:
        async with asyncio.timeout(0.01):
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                raise ValueError('other')
    except ValueError as error:
        print(repr(error), repr(error.__context__))
    print(asyncio.current_task().cancelling())

asyncio.run(main())
