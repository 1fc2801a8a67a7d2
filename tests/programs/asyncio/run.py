import asyncio

async def main(x):
    print('in main', x)
    await asyncio.sleep(0)
    return x * 2

print(asyncio.run(main(21)))
print(asyncio.run(main('ab')), 'a second time')
with asyncio.Runner() as runner:
    print(runner.run(main(1)), runner.run(main(2)))
    loop = runner.get_loop()
    print(loop.is_running(), loop.is_closed(), loop.get_debug())
print(loop.is_closed())
for wrong in (3, main, print):
    try:
        asyncio.run(wrong)
    except ValueError as error:
        print(str(error).split(' at ')[0])
try:
    runner.run(main(3))
except RuntimeError as error:
    print(error)
try:
    loop.run_forever()
except RuntimeError as error:
    print(error)
for call in (asyncio.get_running_loop, asyncio.current_task, asyncio.all_tasks):
    try:
        call()
    except RuntimeError as error:
        print(error)
try:
    asyncio.create_task(3)
except RuntimeError as error:
    print(error)
try:
    asyncio.get_event_loop()
except RuntimeError as error:
    print(error)
