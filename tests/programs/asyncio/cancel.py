import asyncio

async def sleeper(name):
    try:
        print(name, 'sleeps')
        await asyncio.sleep(100)
    except asyncio.CancelledError as error:
        print(name, 'cancelled', error.args)
        raise
    finally:
        print(name, 'cleans up')

async def stubborn():
    while True:
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            print('no', asyncio.current_task().cancelling())
            return 'stayed'

async def main():
    task = asyncio.create_task(sleeper('a'), name='A')
    await asyncio.sleep(0)
    print(task.cancel('why'), task.cancelling(), task.done())
    try:
        await task
    except asyncio.CancelledError as error:
        print('main sees', repr(error))
    print(task.cancelled(), task.cancel(), task.get_name())
    task = asyncio.create_task(sleeper('never begins'))
    task.cancel()
    print((await asyncio.gather(task, return_exceptions=True)))
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    task.cancel()
    print(await task, task.cancelled(), task.cancelling(), task.uncancel())
    for ask in (task.exception, task.result):
        print(ask())
    inner = asyncio.create_task(sleeper('inner'))

    async def outer():
        await inner

    task = asyncio.create_task(outer())
    await asyncio.sleep(0.01)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print(inner.cancelled(), task.cancelled())
    try:
        task.result()
    except asyncio.CancelledError as error:
        print(repr(error))
    asyncio.current_task().cancel('self')
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError as error:
        print(repr(error), asyncio.current_task().uncancel())
    print(issubclass(asyncio.CancelledError, Exception), asyncio.CancelledError)

asyncio.run(main())
