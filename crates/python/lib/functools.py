# functools: functions that make functions.

from _functools import partial, reduce
from _threading import RLock

WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__', '__type_params__')
WRAPPER_UPDATES = ('__dict__',)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    # Makes `wrapper` look like `wrapped`.
    for name in assigned:
        try:
            setattr(wrapper, name, getattr(wrapped, name))
        except AttributeError:
            pass
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return lambda wrapper: update_wrapper(wrapper, wrapped, assigned, updated)


class _CacheInfo(tuple):
    # What cache_info() gives: hits, misses, maxsize, currsize.
    hits = property(lambda self: self[0])
    misses = property(lambda self: self[1])
    maxsize = property(lambda self: self[2])
    currsize = property(lambda self: self[3])
    _fields = ('hits', 'misses', 'maxsize', 'currsize')

    def __repr__(self):
        return 'CacheInfo(hits=%r, misses=%r, maxsize=%r, currsize=%r)' % tuple(self)


_MARK = object()


def _call_key(args, kwargs, typed):
    # Calls with equal arguments have equal keys. One int or str is its own key.
    if not kwargs and not typed:
        if len(args) == 1 and type(args[0]) in (int, str):
            return args[0]
        return (_MARK, *args)
    key = (_MARK, *args, _MARK)
    for item in kwargs.items():
        key += item
    if typed:
        key += tuple([type(arg) for arg in (*args, *kwargs.values())])
    return key


def lru_cache(maxsize=128, typed=False):
    if callable(maxsize):
        return _cached(maxsize, 128, False)
    if maxsize is not None and not isinstance(maxsize, int):
        raise TypeError('Expected first argument to be an integer, a callable, or None')
    return lambda function: _cached(function, maxsize if maxsize is None else max(maxsize, 0), typed)


def cache(user_function, /):
    return _cached(user_function, None, False)


def _cached(function, maxsize, typed):
    # The dict has the results in the order of their last use. The lock keeps the counts right; while
    # `function` runs it is not held, so two threads may compute the same result.
    results = {}
    lock = RLock()
    hits = misses = 0

    def wrapper(*args, **kwargs):
        nonlocal hits, misses
        key = _call_key(args, kwargs, typed)
        with lock:
            result = results.get(key, _MARK)
            if result is not _MARK:
                hits += 1
                if maxsize is not None:
                    del results[key]
                    results[key] = result
                return result
            misses += 1
        result = function(*args, **kwargs)
        if maxsize != 0:
            with lock:
                if key not in results:
                    if len(results) == maxsize:
                        del results[next(iter(results))]
                    results[key] = result
        return result

    def cache_info():
        with lock:
            return _CacheInfo((hits, misses, maxsize, len(results)))

    def cache_clear():
        nonlocal hits, misses
        with lock:
            results.clear()
            hits = misses = 0

    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    wrapper.cache_parameters = lambda: {'maxsize': maxsize, 'typed': typed}
    return update_wrapper(wrapper, function)


class cached_property:
    # Computed at the first access, then an attribute of the object. No lock, as in CPython since 3.12.
    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(
                'Cannot assign the same cached_property to two different names '
                f'({self.attrname!r} and {name!r}).'
            )

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError('Cannot use cached_property instance without calling __set_name__ on it.')
        values = instance.__dict__
        value = values.get(self.attrname, _MARK)
        if value is _MARK:
            value = values[self.attrname] = self.func(instance)
        return value


def total_ordering(cls):
    # Completes the comparisons of a class that has one of them, and equality.
    names = ('__lt__', '__le__', '__gt__', '__ge__')
    given = [name for name in names if getattr(cls, name) is not getattr(object, name)]
    if not given:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    root = given[0]

    def derived(name):
        # Of the root's answer r (a root b): the same direction differs in equality, the other is the negation.
        flips = name[2] != root[2]
        strict = root[3] == 't'
        wants_strict = name[3] == 't'

        def compare(self, other):
            answer = getattr(type(self), root)(self, other)
            if answer is NotImplemented:
                return answer
            if not flips:
                return (answer or self == other) if strict else (answer and self != other)
            if strict == wants_strict:
                return (not answer and self != other) if strict else (not answer or self == other)
            return not answer

        compare.__name__ = name
        compare.__qualname__ = f'{cls.__qualname__}.{name}'
        return compare

    for name in names:
        if name not in given:
            setattr(cls, name, derived(name))
    return cls


def cmp_to_key(mycmp):
    # A key for sorting, from a function that compares two items.
    class K:
        __slots__ = ('obj',)
        __hash__ = None

        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0

    return K


class partialmethod:
    # `partial` for methods: `self` comes first, then the given arguments.
    def __init__(self, func, /, *args, **keywords):
        self.func, self.args, self.keywords = func, args, keywords

    def __get__(self, instance, owner=None):
        function = self.func
        if hasattr(function, '__get__'):
            bound = function.__get__(instance, owner)
            if instance is not None or bound is not function:
                return partial(bound, *self.args, **self.keywords)
        return lambda obj, /, *args, **keywords: function(obj, *self.args, *args, **{**self.keywords, **keywords})


def singledispatch(func):
    # A function with an implementation for each class of its first argument.
    registry = {object: func}

    def dispatch(cls):
        for base in cls.__mro__:
            if base in registry and base is not object:
                return registry[base]
        # Abstract base classes are not in the order of resolution.
        for base, implementation in registry.items():
            if base is not object and issubclass(cls, base):
                return implementation
        return func

    def register(cls, implementation=None):
        if implementation is None:
            if isinstance(cls, type) or hasattr(cls, '__args__'):
                return lambda function: register(cls, function)
            implementation = cls
            hints = getattr(cls, '__annotations__', {})
            if not hints:
                raise TypeError(
                    f'Invalid first argument to `register()`: {cls!r}. '
                    'Use either `@register(some_class)` or plain `@register` on an annotated function.'
                )
            cls = next(iter(hints.values()))
        for one in cls.__args__ if hasattr(cls, '__args__') else (cls,):
            registry[one] = implementation
        return implementation

    def wrapper(*args, **kwargs):
        if not args:
            raise TypeError(f'{func.__name__} requires at least 1 positional argument')
        return dispatch(type(args[0]))(*args, **kwargs)

    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    return update_wrapper(wrapper, func)


class singledispatchmethod:
    def __init__(self, func):
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, method)

    def __get__(self, instance, owner=None):
        return lambda *args, **kwargs: (
            self.dispatcher.dispatch(type(args[0])).__get__(instance, owner)(*args, **kwargs)
        )
