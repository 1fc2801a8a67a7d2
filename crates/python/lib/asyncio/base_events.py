# asyncio.base_events: the loop. It waits in one place, for one lock: until the next timer, a call from another thread,
# or a finished exchange over the network.

from _collections import deque
from _core import abandoned
from _threading import Lock, get_ident
from heapq import heapify, heappop, heappush
from time import monotonic

from asyncio import events
from asyncio.coroutines import iscoroutine, iscoroutinefunction
from asyncio.events import Handle, TimerHandle
from asyncio.futures import Future, wrap_future
from asyncio.tasks import Task, ensure_future, gather

# A loop looks around at least once a day.
_LONGEST = 24 * 3600
# How much sooner than its time a timer may ring.
_RESOLUTION = 1e-9


class BaseEventLoop(events.AbstractEventLoop):
    slow_callback_duration = 0.1

    def __init__(self):
        self._ready = deque()
        # A heap of (time, number, handle), the first first.
        self._scheduled = []
        self._timer_number = self._timers_cancelled = 0
        # The keys are the tasks that have not ended, in the order in which they were made.
        self._tasks = {}
        self._task = None
        self._thread = None
        self._stopping = self._closed = self._debug = False
        self._task_factory = self._exception_handler = self._default_executor = None
        self._executor_is_shut_down = self._asyncgens_are_shut_down = False
        # Asynchronous generators that have begun here.
        self._asyncgens = []
        # Whether there is something to look for before each round, or it is done in another way.
        self._looks = False
        # What an interrupt calls.
        self._interrupted = None
        # Free when there is something to look for.
        self._sleeper = Lock()
        self._sleeper.acquire()
        # Exchanges over the network that somebody waits for, with their futures.
        self._exchanges = {}

    def __repr__(self):
        return f'<{type(self).__name__} running={self.is_running()} closed={self._closed} debug={self._debug}>'

    # Running

    def is_running(self):
        return self._thread is not None

    def is_closed(self):
        return self._closed

    def time(self):
        return monotonic()

    def stop(self):
        self._stopping = self._looks = True

    def _check_closed(self):
        if self._closed:
            raise RuntimeError('Event loop is closed')

    def _check_running(self):
        if self._thread is not None:
            raise RuntimeError('This event loop is already running')
        if events._get_running_loop() is not None:
            raise RuntimeError('Cannot run the event loop while another loop is running')

    def run_forever(self):
        self._check_closed()
        self._check_running()
        self._thread = get_ident()
        events._set_running_loop(self)
        self._watch_generators()
        ready = self._ready
        popleft = ready.popleft
        try:
            while True:
                # What comes meanwhile is for the next round.
                count = len(ready)
                if self._looks or count == 0:
                    self._wait()
                    count = len(ready)
                if self._debug:
                    self._run_slowly(count)
                elif count == 1:
                    popleft()._run()
                    # A round of one task that only paused asks nothing else.
                    while not self._looks and len(ready) == 1:
                        popleft()._run()
                else:
                    for _ in range(count):
                        popleft()._run()
                if self._stopping:
                    break
        finally:
            self._stopping = False
            self._thread = self._task = None
            events._set_running_loop(None)

    def run_until_complete(self, future):
        self._check_closed()
        self._check_running()
        is_new = not isinstance(future, Future)
        future = ensure_future(future, loop=self)
        future.add_done_callback(_stop_loop)
        try:
            self.run_forever()
        except:
            if is_new and future.done() and not future.cancelled():
                # Somebody has looked at it.
                future.exception()
            raise
        finally:
            future.remove_done_callback(_stop_loop)
        if not future.done():
            raise RuntimeError('Event loop stopped before Future completed.')
        return future.result()

    def _wait(self):
        self._task = None
        scheduled, ready = self._scheduled, self._ready
        if self._timers_cancelled:
            self._forget_cancelled()
        if self._asyncgens:
            # Before those that come now: they were freed in the last round.
            for generator in abandoned(self._asyncgens):
                ready.appendleft(Handle(self.call_soon, (self._close_generator, generator), self))
        if ready or self._stopping:
            timeout = 0
        elif scheduled:
            timeout = min(scheduled[0][0] - self.time(), _LONGEST)
        else:
            timeout = None
        try:
            if timeout is None:
                self._sleeper.acquire()
            elif timeout > 0:
                self._sleeper.acquire(True, timeout)
        except KeyboardInterrupt:
            if self._interrupted is None:
                raise
            self._interrupted()
        if self._exchanges:
            import asyncio._network as _network

            _network.look(self)
        # In this order: another thread may stop it in between.
        self._looks = False
        if scheduled or self._exchanges or self._asyncgens or self._debug or self._stopping:
            self._looks = True
        if scheduled:
            now = self.time() + _RESOLUTION
            while scheduled and scheduled[0][0] < now:
                timer = heappop(scheduled)[2]
                timer._is_due = True
                if timer._cancelled:
                    self._timers_cancelled -= 1
                else:
                    ready.append(timer)

    def _forget_cancelled(self):
        scheduled = self._scheduled
        if self._timers_cancelled > 100 and self._timers_cancelled > len(scheduled) // 2:
            for entry in scheduled:
                entry[2]._is_due = entry[2]._cancelled
            scheduled[:] = [entry for entry in scheduled if not entry[2]._cancelled]
            heapify(scheduled)
            self._timers_cancelled = 0
        while scheduled and scheduled[0][2]._cancelled:
            heappop(scheduled)[2]._is_due = True
            self._timers_cancelled -= 1

    def _run_slowly(self, count):
        # With the clock, for debugging.
        for _ in range(count):
            one = self._ready.popleft()
            begin = self.time()
            one._run()
            took = self.time() - begin
            if took >= self.slow_callback_duration:
                shown = f'<Handle {one!r}>' if isinstance(one, Task) else repr(one)
                _logger().warning('Executing %s took %.3f seconds', shown, took)

    def close(self):
        if self._thread is not None:
            raise RuntimeError('Cannot close a running event loop')
        if self._closed:
            return
        self._closed = True
        self._ready.clear()
        self._scheduled.clear()
        self._executor_is_shut_down = True
        executor, self._default_executor = self._default_executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    # Calling

    def call_soon(self, callback, *args, context=None):
        self._check(callback, 'call_soon')
        handle = Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        if self._closed or self._debug:
            self._check_closed()
            _check_callback(callback, 'call_soon_threadsafe')
        handle = Handle(callback, args, self, context)
        self._ready.append(handle)
        self._wake()
        return handle

    def _call_from_thread(self, callback, *args):
        # Nothing if the loop is closed meanwhile.
        if not self._closed:
            self.call_soon_threadsafe(callback, *args)

    def _wake(self):
        try:
            self._sleeper.release()
        except RuntimeError:
            # Somebody else has done so.
            pass

    def call_later(self, delay, callback, *args, context=None):
        if delay is None:
            raise TypeError('delay must not be None')
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        if when is None:
            raise TypeError('when cannot be None')
        self._check(callback, 'call_at')
        handle = TimerHandle(when, callback, args, self, context)
        self._timer_number += 1
        self._looks = True
        heappush(self._scheduled, (when, self._timer_number, handle))
        return handle

    def _check(self, callback, name):
        if self._closed:
            self._check_closed()
        if self._debug:
            if self._thread is not None and self._thread != get_ident():
                raise RuntimeError(
                    'Non-thread-safe operation invoked on an event loop other than the current one'
                )
            _check_callback(callback, name)

    # Futures and tasks

    def create_future(self):
        return Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        if self._closed:
            self._check_closed()
        if self._task_factory is None:
            return Task(coro, loop=self, name=name, context=context)
        if context is None:
            task = self._task_factory(self, coro)
        else:
            task = self._task_factory(self, coro, context=context)
        if name is not None:
            task.set_name(name)
        return task

    def set_task_factory(self, factory):
        if factory is not None and not callable(factory):
            raise TypeError('task factory must be a callable or None')
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    # Threads

    def run_in_executor(self, executor, func, *args):
        self._check_closed()
        if self._debug:
            _check_callback(func, 'run_in_executor')
        if executor is None:
            executor = self._default_executor
            if self._executor_is_shut_down:
                raise RuntimeError('Executor shutdown has been called')
            if executor is None:
                from concurrent.futures import ThreadPoolExecutor

                executor = self._default_executor = ThreadPoolExecutor(thread_name_prefix='asyncio')
        return wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        from concurrent.futures import ThreadPoolExecutor

        if not isinstance(executor, ThreadPoolExecutor):
            raise TypeError('executor must be ThreadPoolExecutor instance')
        self._default_executor = executor

    async def shutdown_default_executor(self, timeout=None):
        from asyncio.threads import shut_down

        self._executor_is_shut_down = True
        if self._default_executor is not None:
            await shut_down(self, self._default_executor, timeout)

    # Asynchronous generators

    def _watch_generators(self):
        import _runtime

        _runtime.first_step = _first_step

    def _know_generator(self, generator):
        if self._asyncgens_are_shut_down:
            from warnings import warn

            warn(f'asynchronous generator {generator!r} was scheduled after loop.shutdown_asyncgens() call', ResourceWarning)
        self._asyncgens.append(generator)
        self._looks = True

    def _close_generator(self, generator):
        # It begins at once: who cancels a task that has not begun keeps it from closing.
        Task(generator.aclose(), loop=self, eager_start=True)

    async def shutdown_asyncgens(self):
        self._asyncgens_are_shut_down = True
        closing = [one for one in self._asyncgens if one.ag_frame is not None]
        self._asyncgens = []
        if not closing:
            return
        results = await gather(*[one.aclose() for one in closing], return_exceptions=True)
        for result, generator in zip(results, closing):
            if isinstance(result, Exception):
                self.call_exception_handler({
                    'message': f'an error occurred during closing of asynchronous generator {generator!r}',
                    'exception': result, 'asyncgen': generator,
                })

    # Errors

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = enabled
        self._looks = True

    def get_exception_handler(self):
        return self._exception_handler

    def set_exception_handler(self, handler):
        if handler is not None and not callable(handler):
            raise TypeError(f'A callable object or None is expected, got {handler!r}')
        self._exception_handler = handler

    def default_exception_handler(self, context):
        lines = [context.get('message') or 'Unhandled exception in event loop']
        for key in sorted(context):
            if key not in ('message', 'exception'):
                lines.append(f'{key}: {context[key]!r}')
        error = context.get('exception')
        _logger().error('\n'.join(lines), exc_info=error if error is not None else False)

    def call_exception_handler(self, context):
        handler = self._exception_handler
        try:
            if handler is None:
                self.default_exception_handler(context)
            else:
                handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if handler is None:
                _logger().error('Exception in default exception handler', exc_info=True)
                return
            self.default_exception_handler({
                'message': 'Unhandled error in exception handler', 'exception': error, 'context': context,
            })


class _UnixSelectorEventLoop(BaseEventLoop):
    pass


_UnixSelectorEventLoop.__module__ = 'asyncio.unix_events'
EventLoop = SelectorEventLoop = _UnixSelectorEventLoop


def new_event_loop():
    return _UnixSelectorEventLoop()


def _stop_loop(future):
    # An interrupt is on its way already.
    if future.cancelled() or not isinstance(future.exception(), (SystemExit, KeyboardInterrupt)):
        future._loop.stop()


_stop_loop.__qualname__ = '_run_until_complete_cb'


def _first_step(generator):
    # Before the first step of an asynchronous generator: the loop closes it at its end.
    loop = events._get_running_loop()
    if loop is not None:
        loop._know_generator(generator)


def _check_callback(callback, name):
    if iscoroutine(callback) or iscoroutinefunction(callback):
        raise TypeError(f'coroutines cannot be used with {name}()')
    if not callable(callback):
        raise TypeError(f'a callable object was expected by {name}(), got {callback!r}')


def _logger():
    from logging import getLogger

    return getLogger('asyncio')
