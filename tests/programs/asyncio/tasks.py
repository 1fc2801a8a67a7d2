import asyncio

async def f(x):
    await asyncio.sleep(0.01)
    return x

async def bad():
    raise OSError('bad')

class Once:
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return 'awaited'

class Wrong:
    def __await__(self):
        yield 5

async def awaits(one):
    return await one

async def main():
    me = asyncio.current_task()
    print(me.get_name(), me in asyncio.all_tasks(), len(asyncio.all_tasks()))
    task = asyncio.create_task(f(1), name='mine')
    print(task)
    await asyncio.sleep(0)
    print(task)
    task.set_name(7)
    print(await task, task.get_name(), task.get_coro().__name__)
    print(task)
    failed = asyncio.create_task(bad(), name='failed')
    await asyncio.wait([failed])
    print(failed, repr(failed.exception()))
    print(await asyncio.ensure_future(Once()), await Once(), await asyncio.create_task(awaits(Once())))
    for one in (Wrong(), 3):
        try:
            await asyncio.create_task(awaits(one))
        except (RuntimeError, TypeError) as error:
            print(error)
    for call in (task.set_result, task.set_exception):
        try:
            call(3)
        except RuntimeError as error:
            print(error)
    print(asyncio.iscoroutine(c := f(1)), asyncio.iscoroutinefunction(f), asyncio.iscoroutinefunction(print))
    c.close()
    try:
        asyncio.create_task(f)
    except TypeError as error:
        print(str(error).split(' at ')[0])
    loop = asyncio.get_running_loop()
    try:
        loop.run_until_complete(task)
    except RuntimeError as error:
        print(error)

    async def itself():
        await tasks[0]

    tasks = [asyncio.create_task(itself(), name='itself')]
    try:
        await tasks[0]
    except RuntimeError as error:
        print(str(error).split(': <')[0])

asyncio.run(main())
