import asyncio

async def background(name):
    try:
        while True:
            await asyncio.sleep(0.01)
    except asyncio.CancelledError:
        print(name, 'is cancelled at the end')
        await asyncio.sleep(0.01)
        print(name, 'has cleaned up')
        raise

async def fails_late():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        raise ValueError('while cleaning up')

async def main():
    task = asyncio.create_task(background('task'))
    late = asyncio.create_task(fails_late(), name='late')
    await asyncio.sleep(0.05)
    return 'main is over'

print(asyncio.run(main()))
