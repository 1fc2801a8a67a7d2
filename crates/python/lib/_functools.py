# What functools has natively in CPython: reduce and partial.


_absent = object()


def reduce(function, iterable, initial=_absent, /):
    items = iter(iterable)
    if initial is _absent:
        for initial in items:
            break
        else:
            raise TypeError('reduce() of empty iterable with no initial value')
    for item in items:
        initial = function(initial, item)
    return initial


class partial:
    __module__ = 'functools'

    def __new__(cls, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError('the first argument must be callable')
        made = super().__new__(cls)
        if isinstance(func, partial):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        made.func, made.args, made.keywords = func, args, keywords
        return made

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    def __reduce__(self):
        own = {name: value for name, value in self.__dict__.items() if name not in ('func', 'args', 'keywords')}
        return type(self), (self.func,), (self.func, self.args, self.keywords or None, own or None)

    def __setstate__(self, state):
        self.func, self.args, keywords, own = state
        self.keywords = keywords or {}
        self.__dict__.update(own or {})

    def __repr__(self):
        parts = [repr(self.func), *[repr(arg) for arg in self.args]]
        parts.extend([f'{name}={value!r}' for name, value in self.keywords.items()])
        return f"functools.partial({', '.join(parts)})"
