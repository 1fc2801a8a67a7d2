# asyncio.threads: what blocks is done by threads of a pool.

from asyncio.events import get_running_loop
from threading import Thread


async def to_thread(func, /, *args, **kwargs):
    def call():
        return func(*args, **kwargs)

    return await get_running_loop().run_in_executor(None, call)


async def shut_down(loop, executor, timeout):
    # Waits for the threads of a pool, in a thread of its own: the loop goes on meanwhile.
    future = loop.create_future()

    def end():
        try:
            executor.shutdown(wait=True)
            loop._call_from_thread(_finish, future, None)
        except Exception as error:
            loop._call_from_thread(_finish, future, error)

    thread = Thread(target=end)
    thread.start()
    from asyncio.timeouts import timeout as time_limit

    try:
        async with time_limit(timeout):
            await future
    except TimeoutError:
        from warnings import warn

        text = f'The executor did not finishing joining its threads within {timeout} seconds.'
        warn(text, RuntimeWarning, stacklevel=2)
        executor.shutdown(wait=False)
    else:
        thread.join()


def _finish(future, error):
    if future.done():
        return
    if error is None:
        future.set_result(None)
    else:
        future.set_exception(error)
