# asyncio.events: what a loop calls, and which loop belongs to which thread.

from threading import current_thread, get_ident, main_thread

# By thread: the loop that runs in it, and the one that was set for it.
_running, _set = {}, {}


class Handle:
    # A callback that a loop calls once. Beside these a loop also has tasks to run.
    _cancelled = False

    def __init__(self, callback, args, loop, context=None):
        self._callback, self._args, self._loop, self._context = callback, args, loop, context

    def __repr__(self):
        parts = [type(self).__name__]
        if self._cancelled:
            parts.append('cancelled')
        if self._callback is not None:
            parts.append(_source(self._callback, self._args, self._loop.get_debug()))
        return f'<{" ".join(parts)}>'

    def cancel(self):
        if not self._cancelled:
            self._cancelled = True
            if not self._loop.get_debug():
                self._callback = self._args = None

    def cancelled(self):
        return self._cancelled

    def get_context(self):
        return self._context

    def _run(self):
        if self._cancelled:
            return
        self._loop._task = None
        try:
            if self._context is None:
                self._callback(*self._args)
            else:
                self._context.run(self._callback, *self._args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            message = f'Exception in callback {_source(self._callback, self._args, self._loop.get_debug())}'
            self._loop.call_exception_handler({'message': message, 'exception': error, 'handle': self})


class TimerHandle(Handle):
    _is_due = False

    def __init__(self, when, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        self._when = when

    def __repr__(self):
        parts = [type(self).__name__]
        if self._cancelled:
            parts.append('cancelled')
        parts.append(f'when={self._when}')
        if self._callback is not None:
            parts.append(_source(self._callback, self._args, self._loop.get_debug()))
        return f'<{" ".join(parts)}>'

    def cancel(self):
        if not self._cancelled:
            if not self._is_due:
                self._loop._timers_cancelled += 1
            super().cancel()

    def when(self):
        return self._when


def _source(callback, args, debug=False):
    # How a callback is shown: its name, and where it was defined.
    given = ', '.join([repr(arg) for arg in args or ()]) if debug else ''
    code = getattr(callback, '__code__', None)
    name = getattr(callback, '__qualname__', None) or repr(callback)
    place = f' at {code.co_filename}:{code.co_firstlineno}' if code and code.co_filename[:1] != '<' else ''
    return f'{name}({given}){place}'


def _get_running_loop():
    return _running.get(get_ident())


def get_running_loop():
    loop = _running.get(get_ident())
    if loop is None:
        raise RuntimeError('no running event loop')
    return loop


def _set_running_loop(loop):
    if loop is None:
        _running.pop(get_ident(), None)
    else:
        _running[get_ident()] = loop


def get_event_loop():
    thread = get_ident()
    loop = _running.get(thread) or _set.get(thread)
    if loop is None:
        # The main thread gets one, unless it has had one.
        if thread in _set or current_thread() is not main_thread():
            raise RuntimeError(f'There is no current event loop in thread {current_thread().name!r}.')
        from asyncio.base_events import new_event_loop

        loop = _set[thread] = new_event_loop()
    return loop


def set_event_loop(loop):
    if loop is not None and not isinstance(loop, AbstractEventLoop):
        raise TypeError(f"loop must be an instance of AbstractEventLoop or None, not '{type(loop).__name__}'")
    _set[get_ident()] = loop


class AbstractEventLoop:
    pass
