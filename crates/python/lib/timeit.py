# timeit: how long a function takes, or source in a string.

from time import perf_counter

default_timer = perf_counter
default_number = 1000000
default_repeat = 5


class Timer:
    def __init__(self, stmt='pass', setup='pass', timer=default_timer, globals=None):
        self._timer = timer
        names = {} if globals is None else dict(globals)
        if callable(stmt):
            names['_stmt'], stmt = stmt, '_stmt()'
        elif not isinstance(stmt, str):
            raise ValueError('stmt is neither a string nor callable')
        if callable(setup):
            names['_setup'], setup = setup, '_setup()'
        elif not isinstance(setup, str):
            raise ValueError('setup is neither a string nor callable')
        setup, stmt = setup.replace('\n', '\n    '), stmt.replace('\n', '\n        ')
        self.src = (
            f'def inner(_it, _timer):\n    {setup}\n    _t0 = _timer()\n    for _i in _it:\n        {stmt}\n'
            '        pass\n    _t1 = _timer()\n    return _t1 - _t0\n'
        )
        exec(self.src, names)
        self.inner = names['inner']

    def timeit(self, number=default_number):
        # Seconds for that many times.
        return self.inner(range(number), self._timer)

    def repeat(self, repeat=default_repeat, number=default_number):
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        # How many calls take 0.2 seconds or more: 1, 2, 5, 10, 20, …
        step = 1
        while True:
            for number in (step, 2 * step, 5 * step):
                taken = self.timeit(number)
                if callback:
                    callback(number, taken)
                if taken >= 0.2:
                    return number, taken
            step *= 10


def timeit(stmt='pass', setup='pass', timer=default_timer, number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt='pass', setup='pass', timer=default_timer, repeat=default_repeat, number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
