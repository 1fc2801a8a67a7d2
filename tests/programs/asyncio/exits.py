import asyncio
import sys

async def background():
    try:
        await asyncio.sleep(10)
    finally:
        print('background cleans up')

async def main():
    task = asyncio.create_task(background())
    try:
        await asyncio.sleep(0)
        sys.exit(3)
    finally:
        print('main cleans up')

asyncio.run(main())
