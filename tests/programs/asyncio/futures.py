import asyncio

async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    print(future, future.done(), asyncio.isfuture(future), future.get_loop() is loop)
    for ask in (future.result, future.exception):
        try:
            ask()
        except asyncio.InvalidStateError as error:
            print(repr(error))
    future.add_done_callback(print)
    future.add_done_callback(lambda f: print('second', f.result()))
    future.add_done_callback(print)
    print(future.remove_done_callback(print), len(repr(future)) > 20)
    loop.call_soon(future.set_result, 5)
    print(await future, await future, future)
    await asyncio.sleep(0)
    future.add_done_callback(lambda f: print('late'))
    print('before late')
    await asyncio.sleep(0)
    for change in (lambda: future.set_result(1), lambda: future.set_exception(KeyError())):
        try:
            change()
        except asyncio.InvalidStateError as error:
            print(repr(error))
    failed = loop.create_future()
    failed.set_exception(ValueError('bad'))
    print(failed, repr(failed.exception()))
    for _ in range(2):
        try:
            await failed
        except ValueError as error:
            print(repr(error))
    gone = loop.create_future()
    print(gone.cancel('because'), gone.cancel(), gone, gone.cancelled())
    try:
        gone.exception()
    except asyncio.CancelledError as error:
        print(repr(error))
    other = loop.create_future()
    try:
        other.set_exception(StopIteration(3))
        await other
    except RuntimeError as error:
        print(error)
    another = loop.create_future()
    another.set_exception(KeyError)
    print(repr(another.exception()))
    try:
        loop.create_future().set_exception(3)
    except TypeError as error:
        print(error)
    done = loop.create_future()
    done.set_result(list(range(10)))
    print(done)
    print(asyncio.ensure_future(done) is done)
    try:
        asyncio.ensure_future(3)
    except TypeError as error:
        print(error)

asyncio.run(main())
