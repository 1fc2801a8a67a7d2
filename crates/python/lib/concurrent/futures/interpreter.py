# A pool of threads each of which has an interpreter of its own, where it calls. (Since 3.14.)

from concurrent.futures.thread import BrokenThreadPool, ThreadPoolExecutor
from itertools import count


class BrokenInterpreterPool(BrokenThreadPool):
    pass


class InterpreterPoolExecutor(ThreadPoolExecutor):
    BROKEN = BrokenInterpreterPool
    _counter = count().__next__

    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
        thread_name_prefix = thread_name_prefix or f'InterpreterPoolExecutor-{InterpreterPoolExecutor._counter()}'
        super().__init__(max_workers, thread_name_prefix, initializer, initargs)

    def _task(self, fn, args, kwargs):
        # Pickled at once: whoever hands it in learns that it cannot cross.
        from concurrent.interpreters import _packed

        return _packed(fn, args, kwargs)

    def _begin(self):
        from concurrent.interpreters import create

        interpreter = create()
        try:
            if self._initializer is not None:
                self._call(interpreter, self._task(self._initializer, self._initargs, {}))
        except BaseException:
            interpreter.close()
            raise
        return interpreter

    def _call(self, interpreter, task):
        return interpreter._result(task)

    def _finish(self, interpreter):
        interpreter.close()
