# asyncio: many coroutines on one thread. What is rarely used is loaded when it is wanted.

from asyncio.coroutines import iscoroutine, iscoroutinefunction
from asyncio.events import (
    AbstractEventLoop, Handle, TimerHandle, _get_running_loop, _set_running_loop, get_event_loop, get_running_loop,
    set_event_loop,
)
from asyncio.exceptions import (
    BrokenBarrierError, CancelledError, IncompleteReadError, InvalidStateError, LimitOverrunError, QueueEmpty,
    QueueFull, QueueShutDown, SendfileNotAvailableError, TimeoutError,
)
from asyncio.futures import Future, isfuture, wrap_future
from asyncio.tasks import (
    ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, Task, all_tasks, as_completed, create_eager_task_factory,
    create_task, current_task, eager_task_factory, ensure_future, gather, run_coroutine_threadsafe, shield, sleep, wait,
    wait_for,
)
from asyncio.base_events import BaseEventLoop, EventLoop, SelectorEventLoop, new_event_loop
from asyncio.locks import BoundedSemaphore, Condition, Event, Lock, Semaphore
from asyncio.runners import Runner, run
from asyncio.taskgroups import TaskGroup
from asyncio.timeouts import Timeout, timeout, timeout_at


def __getattr__(name):
    if name in ('Queue', 'LifoQueue', 'PriorityQueue', 'queues'):
        import asyncio.queues as module
    elif name in ('Barrier', 'barriers'):
        import asyncio.barriers as module
    elif name in ('to_thread', 'threads'):
        import asyncio.threads as module
    elif name in ('_exchange', '_network'):
        import asyncio._network as module
    else:
        raise AttributeError(f"module 'asyncio' has no attribute {name!r}")
    found = globals()[name] = module if module.__name__ == f'asyncio.{name}' else getattr(module, name)
    return found
