async def loops(a):
    async for i in a:
        print(i)
    async for i, j in a():
        if i: continue
        if j: break
        return i
    else:
        print("done")
    for i in a:
        async for j in i:
            await j
