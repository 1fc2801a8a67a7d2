import asyncio

def handler(loop, context):
    print('handler', context['message'], repr(context['exception']))

async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    loop.set_exception_handler(handler)
    print(loop.get_exception_handler() is handler)
    loop.call_soon(int, 'x')
    await asyncio.sleep(0)
    loop.call_exception_handler({'message': 'mine', 'exception': None})
    loop.set_exception_handler(None)
    loop.call_exception_handler({'message': 'plain', 'more': 3})
    try:
        loop.set_exception_handler(3)
    except TypeError as error:
        print(error)

asyncio.run(main())
