import asyncio

async def fails():
    raise ValueError('nobody looks')

async def main():
    task = asyncio.create_task(fails(), name='lost')
    await asyncio.sleep(0)
    print('made')
    del task
    print('gone')
    task = asyncio.create_task(fails())
    await asyncio.sleep(0)
    task.exception()
    del task
    future = asyncio.get_running_loop().create_future()
    future.set_exception(KeyError('k'))
    del future
    print('end')

asyncio.run(main())
