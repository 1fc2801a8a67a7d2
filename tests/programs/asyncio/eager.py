import asyncio

async def quick():
    print('quick')
    return 1

async def slow():
    print('slow begins')
    await asyncio.sleep(0)
    print('slow ends')
    return 2

async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    a = asyncio.create_task(quick(), name='a')
    print(a.done(), a.get_name())
    b = asyncio.create_task(slow())
    print(b.done())
    print(await a, await b, asyncio.current_task().done())
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one()) for one in (quick, slow)]
    print([task.result() for task in tasks])

asyncio.run(main())
