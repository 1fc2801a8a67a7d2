import asyncio

async def f():
    await asyncio.sleep(0)
    return 'f'

loop = asyncio.new_event_loop()
print(loop.is_running(), loop.is_closed(), loop.get_debug())
print(loop.run_until_complete(f()))
loop.call_soon(print, 'called')
loop.call_soon(loop.stop)
loop.call_soon(print, 'in the same round')
loop.run_forever()
loop.call_later(0.01, loop.stop)
loop.run_forever()
future = loop.create_future()
loop.call_soon(loop.stop)
try:
    loop.run_until_complete(future)
except RuntimeError as error:
    print(error)
asyncio.set_event_loop(loop)
print(asyncio.get_event_loop() is loop)
task = loop.create_task(f(), name='named')
print(loop.run_until_complete(task), task.get_name())
loop.close()
loop.close()
for call in (lambda: loop.call_soon(print), lambda: loop.run_forever(), lambda: loop.call_soon_threadsafe(print)):
    try:
        call()
    except RuntimeError as error:
        print(error)
coro = f()
try:
    loop.run_until_complete(coro)
except RuntimeError as error:
    print(error)
coro.close()
