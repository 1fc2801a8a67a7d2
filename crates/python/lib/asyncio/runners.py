# asyncio.runners: a loop from its beginning to its end.

from _core import on_interrupt
from threading import current_thread, main_thread

from asyncio import events
from asyncio.base_events import new_event_loop
from asyncio.coroutines import iscoroutine
from asyncio.exceptions import CancelledError
from asyncio.tasks import _awaited, gather

# How long threads of the pool may take to end.
_JOIN = 300


class Runner:
    # Its state is 'created', 'initialized', or 'closed'.
    def __init__(self, *, debug=None, loop_factory=None):
        self._state = 'created'
        self._debug, self._loop_factory = debug, loop_factory
        self._loop = None
        self._set_event_loop = False
        self._interrupt_count = 0

    def __enter__(self):
        self._lazy_init()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.close()

    def close(self):
        if self._state != 'initialized':
            return
        loop = self._loop
        try:
            _cancel_all_tasks(loop)
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor(_JOIN))
        finally:
            if self._set_event_loop:
                events.set_event_loop(None)
            loop.close()
            self._loop = None
            self._state = 'closed'

    def get_loop(self):
        self._lazy_init()
        return self._loop

    def run(self, coro, *, context=None):
        if not iscoroutine(coro):
            if not hasattr(type(coro), '__await__'):
                raise ValueError(f'a coroutine was expected, got {coro!r}')
            coro = _awaited(coro)
        if events._get_running_loop() is not None:
            raise RuntimeError('Runner.run() cannot be called from a running event loop')
        self._lazy_init()
        task = self._loop.create_task(coro, context=context)
        self._interrupt_count = 0
        is_main = current_thread() is main_thread()
        if is_main:
            self._loop._interrupted = handler = lambda: self._interrupted(task)
            before = on_interrupt(handler)
        try:
            return self._loop.run_until_complete(task)
        except CancelledError:
            if self._interrupt_count > 0 and task.uncancel() == 0:
                raise KeyboardInterrupt
            raise
        finally:
            if is_main:
                self._loop._interrupted = None
                on_interrupt(before)

    def _interrupted(self, task):
        # The first time the main task is cancelled, so that it can clean up.
        self._interrupt_count += 1
        if self._interrupt_count == 1 and not task.done():
            task.cancel()
            self._loop._wake()
            return
        raise KeyboardInterrupt

    def _lazy_init(self):
        if self._state == 'closed':
            raise RuntimeError('Runner is closed')
        if self._state == 'initialized':
            return
        if self._loop_factory is None:
            self._loop = new_event_loop()
            if not self._set_event_loop:
                events.set_event_loop(self._loop)
                self._set_event_loop = True
        else:
            self._loop = self._loop_factory()
        if self._debug is not None:
            self._loop.set_debug(self._debug)
        self._state = 'initialized'


def run(main, *, debug=None, loop_factory=None):
    if events._get_running_loop() is not None:
        raise RuntimeError('asyncio.run() cannot be called from a running event loop')
    with Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)


def _cancel_all_tasks(loop):
    tasks = list(loop._tasks)
    if not tasks:
        return
    for task in tasks:
        task.cancel()
    loop.run_until_complete(gather(*tasks, return_exceptions=True))
    for task in tasks:
        if not task.cancelled() and task.exception() is not None:
            loop.call_exception_handler({
                'message': 'unhandled exception during asyncio.run() shutdown',
                'exception': task.exception(), 'task': task,
            })
