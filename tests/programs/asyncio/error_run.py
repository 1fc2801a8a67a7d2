import asyncio

async def inner(x):
    await asyncio.sleep(0)
    return 1 / x

async def main():
    try:
        await asyncio.gather(inner(1), inner(0))
    finally:
        print('finally')

asyncio.run(main())
