import asyncio
import logging

async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_debug())
    loop.set_debug(True)
    for wrong in (3, main):
        try:
            loop.call_soon(wrong)
        except TypeError as error:
            print(error)

    def other_thread():
        try:
            loop.call_soon(print)
        except RuntimeError as error:
            return error

    print(await asyncio.to_thread(other_thread))
    loop.set_debug(False)
    print(loop.get_debug(), loop.slow_callback_duration)

asyncio.run(main())
