import asyncio

async def f():
    return 1

async def main():
    asyncio.sleep(1)
    f()
    task = asyncio.create_task(f())
    print(await task)
    try:
        asyncio.run(f())
    except RuntimeError as error:
        print(error)

asyncio.run(main())
