# asyncio.taskgroups: tasks that end together.

from asyncio.events import get_running_loop
from asyncio.exceptions import CancelledError
from asyncio.tasks import current_task


class TaskGroup:
    def __init__(self):
        self._entered = self._exiting = self._aborting = False
        self._loop = self._parent_task = self._base_error = self._on_completed = None
        self._parent_cancel_requested = False
        # The keys are its tasks, in the order in which they were made.
        self._tasks = {}
        self._errors = []

    def __repr__(self):
        facts = ''
        if self._tasks:
            facts += f' tasks={len(self._tasks)}'
        if self._errors:
            facts += f' errors={len(self._errors)}'
        if self._aborting:
            facts += ' cancelling'
        elif self._entered:
            facts += ' entered'
        return f'<TaskGroup{facts}>'

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError(f'TaskGroup {self!r} has already been entered')
        self._loop = get_running_loop()
        self._parent_task = current_task(self._loop)
        if self._parent_task is None:
            raise RuntimeError(f'TaskGroup {self!r} cannot determine the parent task')
        self._entered = True
        return self

    async def __aexit__(self, typ, error, traceback):
        try:
            return await self._leave(typ, error)
        finally:
            self._parent_task = self._base_error = None
            self._errors = []

    async def _leave(self, typ, error):
        self._exiting = True
        if typ is not None and isinstance(error, (SystemExit, KeyboardInterrupt)) and self._base_error is None:
            self._base_error = error
        cancelled = error if typ is not None and issubclass(typ, CancelledError) else None
        if typ is not None and not self._aborting:
            self._abort()
        while self._tasks:
            if self._on_completed is None:
                self._on_completed = self._loop.create_future()
            try:
                await self._on_completed
            except CancelledError as one:
                if not self._aborting:
                    # Somebody cancels the parent: so are the tasks.
                    cancelled = one
                    self._abort()
            self._on_completed = None
        if self._base_error is not None:
            raise self._base_error
        if self._parent_cancel_requested:
            # That was the group's own cancellation.
            if self._parent_task.uncancel() == 0:
                cancelled = None
        if cancelled is not None and not self._errors:
            raise cancelled
        if typ is not None and not issubclass(typ, CancelledError):
            self._errors.append(error)
        if self._errors:
            if self._parent_task.cancelling():
                self._parent_task.uncancel()
                self._parent_task.cancel()
            raise BaseExceptionGroup('unhandled errors in a TaskGroup', self._errors) from None
        return None

    def create_task(self, coro, *, name=None, context=None):
        wrong = None
        if not self._entered:
            wrong = 'has not been entered'
        elif self._exiting and not self._tasks:
            wrong = 'is finished'
        elif self._aborting:
            wrong = 'is shutting down'
        if wrong:
            coro.close()
            raise RuntimeError(f'TaskGroup {self!r} {wrong}')
        task = self._loop.create_task(coro, name=name, context=context)
        if task.done():
            self._on_task_done(task)
        else:
            self._tasks[task] = None
            task.add_done_callback(self._on_task_done)
        try:
            return task
        finally:
            del task

    def _abort(self):
        self._aborting = True
        for task in list(self._tasks):
            if not task.done():
                task.cancel()

    def _on_task_done(self, task):
        self._tasks.pop(task, None)
        if self._on_completed is not None and not self._tasks and not self._on_completed.done():
            self._on_completed.set_result(True)
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            return
        self._errors.append(error)
        if isinstance(error, (SystemExit, KeyboardInterrupt)) and self._base_error is None:
            self._base_error = error
        if self._parent_task.done():
            self._loop.call_exception_handler({
                'message': f'Task {task!r} has errored out but its parent task {self._parent_task} is already completed',
                'exception': error, 'task': task,
            })
            return
        if not self._aborting and not self._parent_cancel_requested:
            self._abort()
            self._parent_cancel_requested = True
            self._parent_task.cancel()
