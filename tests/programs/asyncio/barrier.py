import asyncio

async def main():
    barrier = asyncio.Barrier(3)

    async def meet(n):
        await asyncio.sleep(n / 5)
        print(n, 'comes', barrier.n_waiting)
        place = await barrier.wait()
        return place

    print(await asyncio.gather(*[meet(n) for n in (1, 2, 3)]))
    print(barrier.parties, barrier.n_waiting, barrier.broken, repr(barrier).split('[')[1])
    async with asyncio.TaskGroup() as group:
        async def enter(n):
            async with barrier as place:
                print('in', sorted([place])[0] in (0, 1, 2))
        for n in range(3):
            group.create_task(enter(n))
    task = asyncio.create_task(barrier.wait())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await barrier.reset()
    try:
        await task
    except asyncio.BrokenBarrierError as error:
        print(repr(error))
    await barrier.abort()
    try:
        await barrier.wait()
    except asyncio.BrokenBarrierError as error:
        print(repr(error), barrier.broken, repr(barrier).split('[')[1])
    try:
        asyncio.Barrier(0)
    except ValueError as error:
        print(error)

asyncio.run(main())
