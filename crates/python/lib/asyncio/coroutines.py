# asyncio.coroutines: what a coroutine is, and how one is named in messages.

from _core import step_class


async def _coroutine():
    pass


_pending = _coroutine()
# What the methods of asynchronous generators give is awaited, too.
_COROUTINES = type(_pending), step_class()
_pending.close()
del _pending


def iscoroutine(obj):
    return isinstance(obj, _COROUTINES) or hasattr(type(obj), '__await__') and hasattr(obj, 'cr_frame')


def iscoroutinefunction(func):
    while hasattr(func, 'func'):
        func = func.func
    func = getattr(func, '__func__', func)
    code = getattr(func, '__code__', None)
    return bool(getattr(code, 'co_flags', 0) & 0x80)


def _describe(coro):
    # As in the representation of a task: where it waits, or where it was defined.
    name = f'{getattr(coro, "__qualname__", None) or type(coro).__name__}()'
    code = getattr(coro, 'cr_code', None)
    if code is None:
        return name
    if coro.cr_frame is None:
        return f'{name} done, defined at {code.co_filename}:{code.co_firstlineno}'
    return f'{name} running at {code.co_filename}:{coro.cr_frame.f_lineno}'
