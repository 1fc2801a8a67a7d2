async def plain(): pass
async def awaiting(a, b):
    x = await a
    await b.c(await a)
    return [await i for i in a], x
async def generating(a):
    yield 1
    await a
    yield (await a)
    return
async def guarded(a):
    try:
        await a
    except E as e:
        await e
    finally:
        await a.close()
