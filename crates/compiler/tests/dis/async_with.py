async def managed(a, b):
    async with a:
        pass
    async with a as x, b as y:
        return x
    async with a as x:
        for i in x:
            async with i:
                if i: break
                return await i
    with a:
        async with b:
            await a
