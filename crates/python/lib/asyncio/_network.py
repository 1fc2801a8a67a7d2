# Waiting in a loop for exchanges over the network; for libraries that have asynchronous clients.

import _http
from asyncio.events import get_running_loop


async def exchange_done(exchange):
    # Until it is complete, one way or the other. Who is cancelled meanwhile wants no answer any more.
    if _http.is_complete(exchange):
        return
    loop = get_running_loop()
    future = loop._exchanges[exchange] = loop.create_future()
    loop._looks = True
    _http.notify(exchange, loop._sleeper)
    try:
        await future
    except BaseException:
        _http.cancel(exchange)
        raise
    finally:
        loop._exchanges.pop(exchange, None)


_exchange = exchange_done


def look(loop):
    # Those that have completed since the last time go on.
    for exchange in _http.take_finished(loop._sleeper):
        future = loop._exchanges.get(exchange)
        if future is not None and not future.done():
            future.set_result(None)
