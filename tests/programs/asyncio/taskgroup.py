import asyncio

async def work(name, delay, fails=None):
    try:
        await asyncio.sleep(delay)
        if fails:
            raise fails
        print(name, 'done')
        return name
    except asyncio.CancelledError:
        print(name, 'cancelled')
        raise

async def main():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work(name, delay)) for name, delay in (('a', 0.4), ('b', 0.1))]
        print(group)
    print([task.result() for task in tasks], group)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work('c', 0.02, ValueError('c fails')))
            group.create_task(work('d', 10))
            await work('body', 10)
    except ExceptionGroup as error:
        print(repr(error), error.exceptions)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work('e', 0.01, ValueError(1)))
            group.create_task(work('f', 0, KeyError(2)))
            raise TypeError('body')
    except* TypeError as error:
        print('types', error.exceptions)
    except* (ValueError, KeyError) as error:
        print('others', error.exceptions)
    print(asyncio.current_task().cancelling())
    for wrong in (group, asyncio.TaskGroup()):
        try:
            wrong.create_task(work('never', 0))
        except RuntimeError as error:
            print(error)
    try:
        async with group:
            pass
    except RuntimeError as error:
        print(error)

    async def parent():
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(work('child', 10))
                group.create_task(work('child', 10))
        finally:
            print('group left')

    task = asyncio.create_task(parent())
    await asyncio.sleep(0.01)
    task.cancel()
    print(await asyncio.gather(task, return_exceptions=True))

    async def adds(group):
        group.create_task(work('added', 0.01))

    async with asyncio.TaskGroup() as group:
        group.create_task(adds(group))

asyncio.run(main())
