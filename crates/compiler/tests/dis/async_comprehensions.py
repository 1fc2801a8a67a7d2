async def comprehend(a):
    x = [i async for i in a]
    y = {i: j async for i in a if i async for j in i}
    z = [await i for i in a if await i]
    g = (i async for i in a)
    h = (await i for i in a)
    return {i for j in a async for i in j}, [[i async for i in j] for j in a]
