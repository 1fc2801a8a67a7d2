# asyncio.tasks: coroutines that a loop runs, and waiting for several of them.

from _core import bare_yield
from asyncio import events
from asyncio.coroutines import _describe, iscoroutine
from asyncio.exceptions import CancelledError
from asyncio.futures import (
    _FINISHED, _PENDING, Future, _set_result_unless_cancelled, isfuture,
)

FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED = 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED'
_number = 0


class Task(Future):
    # A loop's ready queue holds tasks as they are: `_run` goes on with the coroutine up to its next pause.
    _num_cancels_requested = 0

    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False):
        if not iscoroutine(coro):
            raise TypeError(f'a coroutine was expected, got {coro!r}')
        self._loop = loop = events.get_event_loop() if loop is None else loop
        self._callbacks = []
        self._state, self._fut_waiter = _PENDING, None
        # True, or an exception that is to be raised in the coroutine.
        self._must_cancel = False
        if name is None:
            global _number
            _number += 1
            name = f'Task-{_number}'
        self._name = name if type(name) is str else str(name)
        self._coro, self._context = coro, context
        self._send = coro.send if context is None else lambda value: context.run(coro.send, value)
        loop._tasks[self] = None
        if eager_start and loop.is_running():
            outer = loop._task
            self._run()
            loop._task = outer
        else:
            loop._ready.append(self)

    def _facts(self):
        parts = super()._facts()
        if self._num_cancels_requested and self._state == _PENDING:
            parts[0] = 'cancelling'
        parts[1:1] = [f'name={self._name!r}', f'coro=<{_describe(self._coro)}>']
        if self._fut_waiter is not None:
            parts.insert(3, f'wait_for={self._fut_waiter!r}')
        return parts

    def _identity(self):
        return self._loop, type(self), self._exception, (f'name={self._name!r}', f'coro=<{_describe(self._coro)}>')

    def get_coro(self):
        return self._coro

    def get_context(self):
        return self._context

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def set_result(self, result):
        raise RuntimeError('Task does not support set_result operation')

    def set_exception(self, exception):
        raise RuntimeError('Task does not support set_exception operation')

    def cancel(self, msg=None):
        if self._unseen is not None:
            self._seen()
        if self._state != _PENDING:
            return False
        self._num_cancels_requested += 1
        if self._fut_waiter is not None and self._fut_waiter.cancel(msg=msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        return self._num_cancels_requested

    def uncancel(self):
        if self._num_cancels_requested > 0:
            self._num_cancels_requested -= 1
            if not self._num_cancels_requested and self._must_cancel is True:
                self._must_cancel = False
        return self._num_cancels_requested

    def _run(self):
        # One step. A future it has waited for raises its exception when it is asked for its result.
        loop = self._loop
        loop._task = self
        try:
            if self._must_cancel is False:
                waits = self._send(None)
            else:
                waits = self._throw()
        except StopIteration as end:
            loop._task = None
            self._ended(end)
            return
        except BaseException as error:
            loop._task = None
            self._failed(error)
            return
        # It stays the current one until something else is.
        if waits is None:
            loop._ready.append(self)
        else:
            self._wait_for(waits)

    def _throw(self):
        error = self._must_cancel
        self._must_cancel = False
        # Who waited for a future waits no more.
        self._fut_waiter = None
        return self._coro.throw(self._make_cancelled_error() if error is True else error)

    def _ended(self, end):
        self._loop._tasks.pop(self, None)
        if self._must_cancel is True:
            Future.cancel(self, msg=self._cancel_message)
        else:
            self._result = end.value
            self._end(_FINISHED)

    def _failed(self, error):
        self._loop._tasks.pop(self, None)
        if isinstance(error, CancelledError):
            self._cancelled_error = error
            Future.cancel(self)
            return
        Future.set_exception(self, error)
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise error

    def _wait_for(self, future):
        wrong = None
        blocking = getattr(future, '_asyncio_future_blocking', None)
        if blocking is None:
            is_generator = hasattr(future, 'gi_frame')
            what = 'yield was used instead of yield from for generator in task' if is_generator else 'Task got bad yield:'
            wrong = f'{what} {self!r} with {future!r}' if is_generator else f'{what} {future!r}'
        elif future._loop is not self._loop:
            wrong = f'Task {self!r} got Future {future!r} attached to a different loop'
        elif not blocking:
            wrong = f'yield was used instead of yield from in task {self!r} with {future!r}'
        elif future is self:
            wrong = f'Task cannot await on itself: {self!r}'
        if wrong is not None:
            self._must_cancel = RuntimeError(wrong)
            self._loop._ready.append(self)
            return
        future._asyncio_future_blocking = False
        if future._state != _PENDING:
            self._loop._ready.append(self)
        else:
            # Until the future ends. In this order: an interrupt may cancel the task in between.
            future._callbacks.append(self)
            self._fut_waiter = future
        if self._must_cancel is True and future.cancel(msg=self._cancel_message):
            self._must_cancel = False


Task.__module__ = '_asyncio'


def current_task(loop=None):
    return (events.get_running_loop() if loop is None else loop)._task


def all_tasks(loop=None):
    return set((events.get_running_loop() if loop is None else loop)._tasks)


def create_task(coro, *, name=None, context=None):
    loop = events.get_running_loop()
    return loop.create_task(coro, name=name) if context is None else loop.create_task(coro, name=name, context=context)


def create_eager_task_factory(custom_task_constructor):
    def factory(loop, coro, *, name=None, context=None):
        return custom_task_constructor(coro, loop=loop, name=name, context=context, eager_start=True)

    return factory


eager_task_factory = create_eager_task_factory(Task)


def ensure_future(coro_or_future, *, loop=None):
    if isfuture(coro_or_future):
        if loop is not None and loop is not coro_or_future._loop:
            raise ValueError('The future belongs to a different loop than the one specified as the loop argument')
        return coro_or_future
    if not iscoroutine(coro_or_future):
        if not hasattr(type(coro_or_future), '__await__'):
            raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')
        coro_or_future = _awaited(coro_or_future)
    loop = events.get_event_loop() if loop is None else loop
    return loop.create_task(coro_or_future)


async def _awaited(awaitable):
    return await awaitable


_pause = bare_yield()


async def sleep(delay, result=None):
    if delay <= 0:
        await _pause
        return result
    if delay != delay:
        raise ValueError('Invalid delay: NaN (not a number)')
    loop = events.get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(delay, _set_result_unless_cancelled, future, result)
    try:
        return await future
    finally:
        timer.cancel()


# Several at once


class _GatheringFuture(Future):
    # What gather() gives: cancelling it cancels all of them.
    _cancel_requested = False

    def __init__(self, children, *, loop):
        super().__init__(loop=loop)
        self._children = children

    def cancel(self, msg=None):
        if self.done():
            return False
        cancelled = False
        for child in self._children:
            if child.cancel(msg=msg):
                cancelled = True
        if cancelled:
            self._cancel_requested = True
        return cancelled


def gather(*coros_or_futures, return_exceptions=False):
    if not coros_or_futures:
        outer = events.get_event_loop().create_future()
        outer.set_result([])
        return outer
    loop, children, by_arg, ended, outer = None, [], {}, 0, None

    def on_end(future):
        nonlocal ended
        ended += 1
        if outer is None or outer.done():
            if not future.cancelled():
                # Somebody has looked at it.
                future.exception()
            return
        if not return_exceptions:
            if future.cancelled():
                outer.set_exception(future._make_cancelled_error())
                return
            if future.exception() is not None:
                outer.set_exception(future.exception())
                return
        if ended == total:
            results = []
            for child in children:
                if child.cancelled():
                    message = child._cancel_message
                    result = CancelledError('' if message is None else message)
                else:
                    result = child.exception()
                    if result is None:
                        result = child.result()
                results.append(result)
            if outer._cancel_requested:
                outer.set_exception(future._make_cancelled_error() if future.cancelled() else CancelledError())
            else:
                outer.set_result(results)

    on_end.__qualname__ = 'gather.<locals>._done_callback'
    done = []
    for arg in coros_or_futures:
        key = arg if isfuture(arg) else id(arg)
        child = by_arg.get(key)
        if child is None:
            child = by_arg[key] = ensure_future(arg, loop=loop)
            if loop is None:
                loop = child._loop
            if child.done():
                done.append(child)
            else:
                child.add_done_callback(on_end)
        children.append(child)
    total = len(by_arg)
    outer = _GatheringFuture(children, loop=loop)
    for child in done:
        on_end(child)
    return outer


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    if isfuture(fs) or iscoroutine(fs):
        raise TypeError(f'expect a list of futures, not {type(fs).__name__}')
    # In their order.
    fs = dict.fromkeys(fs)
    if not fs:
        raise ValueError('Set of Tasks/Futures is empty.')
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f'Invalid return_when value: {return_when}')
    if any([iscoroutine(one) for one in fs]):
        raise TypeError('Passing coroutines is forbidden, use tasks explicitly.')
    return await _wait(fs, timeout, return_when, events.get_running_loop())


def _is_failed(future):
    return not future.cancelled() and future.exception() is not None


async def _wait(fs, timeout, return_when, loop):
    waiter = loop.create_future()
    timer = None if timeout is None else loop.call_later(timeout, _set_result_unless_cancelled, waiter, None)
    left = len(fs)

    def on_end(future):
        nonlocal left
        left -= 1
        first = return_when == FIRST_COMPLETED or return_when == FIRST_EXCEPTION and _is_failed(future)
        if left <= 0 or first:
            if timer is not None:
                timer.cancel()
            _set_result_unless_cancelled(waiter, None)

    for future in fs:
        future.add_done_callback(on_end)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for future in fs:
            future.remove_done_callback(on_end)
    done = {future for future in fs if future.done()}
    return done, {future for future in fs if future not in done}


async def wait_for(fut, timeout):
    from asyncio.timeouts import timeout as time_limit

    if fut is not None and not isfuture(fut) and not iscoroutine(fut):
        if not hasattr(type(fut), '__await__'):
            raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')
    if timeout is not None and timeout <= 0:
        fut = ensure_future(fut)
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut)
        try:
            return fut.result()
        except CancelledError as error:
            raise TimeoutError from error
    async with time_limit(timeout):
        return await fut


async def _cancel_and_wait(future):
    waiter = events.get_running_loop().create_future()

    def on_end(_):
        _set_result_unless_cancelled(waiter, None)

    future.add_done_callback(on_end)
    try:
        future.cancel()
        await waiter
    finally:
        future.remove_done_callback(on_end)


class _AsCompleted:
    # What as_completed() gives: for `async for`, the futures themselves; for `for`, coroutines that wait for the next.
    def __init__(self, aws, timeout):
        from asyncio.queues import Queue

        self._done = Queue()
        self._timer = None
        loop = events.get_event_loop()
        self._todo = todo = dict.fromkeys([ensure_future(one, loop=loop) for one in dict.fromkeys(aws)])
        if todo and timeout is not None:
            self._timer = loop.call_later(timeout, self._time_is_over)
        for one in todo:
            one.add_done_callback(self._on_end)
        self._left = len(todo)

    def __aiter__(self):
        return self

    def __iter__(self):
        return self

    async def __anext__(self):
        if not self._left:
            raise StopAsyncIteration
        self._left -= 1
        return await self._next()

    def __next__(self):
        if not self._left:
            raise StopIteration
        self._left -= 1
        return self._next_result()

    async def _next(self):
        future = await self._done.get()
        if future is None:
            raise TimeoutError
        return future

    async def _next_result(self):
        return (await self._next()).result()

    def _time_is_over(self):
        for one in self._todo:
            one.remove_done_callback(self._on_end)
            self._done.put_nowait(None)
        self._todo.clear()

    def _on_end(self, future):
        if future in self._todo:
            del self._todo[future]
            self._done.put_nowait(future)
            if not self._todo and self._timer is not None:
                self._timer.cancel()


_AsCompleted._next_result.__qualname__ = '_AsCompletedIterator._wait_for_one'


def as_completed(fs, *, timeout=None):
    if isfuture(fs) or iscoroutine(fs):
        raise TypeError(f'expects an iterable of awaitables, not {type(fs).__name__}')
    return _AsCompleted(fs, timeout)


def shield(arg):
    # Who waits can be cancelled; what is waited for goes on.
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = inner._loop.create_future()

    def on_inner(inner):
        if outer.cancelled():
            if not inner.cancelled():
                # Somebody has looked at it.
                inner.exception()
        elif inner.cancelled():
            outer.cancel()
        elif inner.exception() is not None:
            outer.set_exception(inner.exception())
        else:
            outer.set_result(inner.result())

    def on_outer(outer):
        if not inner.done():
            inner.remove_done_callback(on_inner)

    on_inner.__qualname__ = 'shield.<locals>._inner_done_callback'
    on_outer.__qualname__ = 'shield.<locals>._outer_done_callback'
    inner.add_done_callback(on_inner)
    outer.add_done_callback(on_outer)
    return outer


def run_coroutine_threadsafe(coro, loop):
    # From another thread: a future of concurrent.futures.
    if not iscoroutine(coro):
        raise TypeError('A coroutine object is required')
    import concurrent.futures as futures

    result = futures.Future()

    def on_end(task):
        if task.cancelled():
            result.cancel()
        # Who waits for several futures hears of a cancelled one by this, too.
        if result.set_running_or_notify_cancel():
            error = task.exception()
            if error is not None:
                result.set_exception(error)
            else:
                result.set_result(task.result())

    def on_result_end(_):
        if result.cancelled():
            loop.call_soon_threadsafe(task.cancel) if not loop.is_closed() else None

    def begin():
        nonlocal task
        try:
            task = ensure_future(coro, loop=loop)
            task.add_done_callback(on_end)
            result.add_done_callback(on_result_end)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if result.set_running_or_notify_cancel():
                result.set_exception(error)
            raise

    task = None
    loop.call_soon_threadsafe(begin)
    return result
