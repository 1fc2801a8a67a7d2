import logging
from concurrent import futures
from concurrent.futures import CancelledError, Future, InvalidStateError, TimeoutError


def shown(future):
    text = repr(future)
    return text[: text.index(' at ')] + text[text.index(' state') :]


def tell(action):
    try:
        print(repr(action()))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error).partition(' at ')[0])


logging.disable(logging.CRITICAL)
future = Future()
print(shown(future), future.done(), future.running(), future.cancelled())
future.add_done_callback(lambda one: print('called', one is future, one.result()))
print(future.set_running_or_notify_cancel(), shown(future), future.running(), future.cancel())
tell(lambda: future.result(timeout=0.01))
tell(lambda: future.exception(0.01))
future.set_result(5)
print(shown(future), future.result(), future.exception(), future.done(), future.cancel())
future.add_done_callback(lambda one: print('at once'))
tell(lambda: future.set_result(6))
tell(lambda: future.set_exception(ValueError()))
tell(future.set_running_or_notify_cancel)

failed = Future()
failed.set_exception(KeyError('k'))
print(shown(failed), repr(failed.exception()))
tell(failed.result)

cancelled = Future()
cancelled.add_done_callback(lambda one: print('cancelled', one.cancelled()))
print(cancelled.cancel(), cancelled.cancel(), shown(cancelled), cancelled.done())
tell(cancelled.result)
tell(cancelled.exception)
tell(lambda: cancelled.set_result(1))
print(futures.wait([cancelled], timeout=0.01).not_done == {cancelled})
print(cancelled.set_running_or_notify_cancel(), futures.wait([cancelled]).done == {cancelled})

bad = Future()
bad.add_done_callback(lambda one: 1 / 0)
bad.add_done_callback(lambda one: print('the next one is called'))
bad.set_result(None)

open_one = Future()
done, not_done = futures.wait([future, failed, open_one], return_when=futures.FIRST_COMPLETED)
print(len(done), not_done == {open_one})
print(len(futures.wait([future, failed, open_one], return_when=futures.FIRST_EXCEPTION).done))
print(len(futures.wait([future, open_one], timeout=0.01, return_when=futures.ALL_COMPLETED).done))
tell(lambda: futures.wait([open_one], return_when='SOMETIME'))
print({one.done() for one in futures.as_completed([future, failed, future])})
tell(lambda: list(futures.as_completed([future, open_one], timeout=0.01)))
print(CancelledError.__mro__[1:3], InvalidStateError.__mro__[1], TimeoutError)
tell(lambda: futures.Executor().submit(print))
