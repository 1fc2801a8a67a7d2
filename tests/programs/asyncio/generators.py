import asyncio

async def numbers(name, n):
    try:
        for i in range(n):
            await asyncio.sleep(0)
            yield i
    finally:
        print(name, 'closes')
        await asyncio.sleep(0)
        print(name, 'closed')

kept = []

async def main():
    async for i in numbers('whole', 2):
        print(i)
    async for i in numbers('broken off', 5):
        break
    print('after break')
    await asyncio.sleep(0)
    print('a turn later')
    await asyncio.sleep(0.01)
    print([i async for i in numbers('comprehension', 3)])
    one = numbers('held', 3)
    kept.append(one)
    print(await anext(one), await one.asend(None))
    two = numbers('aclose', 3)
    await anext(two)
    await two.aclose()
    try:
        async for i in numbers('error', 3):
            raise ValueError
    except ValueError:
        print('error passed')
    print('main ends')

asyncio.run(main())
print('after run')
