# types: names for the types of things that have no name of their own.

import sys


def _function():
    yield


class _Class:
    def method(self):
        pass


async def _coroutine():
    pass


async def _async_generator():
    yield


FunctionType = LambdaType = type(_function)
CodeType = type(_function.__code__)
GeneratorType = type(_function())
MethodType = type(_Class().method)
BuiltinFunctionType = BuiltinMethodType = type(len)
NoneType = type(None)
NotImplementedType = type(NotImplemented)
EllipsisType = type(...)
GenericAlias = type(list[int])
UnionType = type(int | str)
MappingProxyType = type(_Class.__dict__)
ModuleType = type(sys)
_pending = _coroutine()
CoroutineType = type(_pending)
_pending.close()
AsyncGeneratorType = type(_async_generator())

try:
    raise ValueError
except ValueError as _error:
    TracebackType = type(_error.__traceback__)
del _pending


class SimpleNamespace:
    # An object with the attributes that it was given.
    def __init__(self, mapping_or_iterable=(), /, **kwargs):
        self.__dict__.update(mapping_or_iterable, **kwargs)

    def __repr__(self):
        name = 'namespace' if type(self) is SimpleNamespace else type(self).__name__
        return f'{name}({", ".join([f"{k}={v!r}" for k, v in self.__dict__.items()])})'

    def __eq__(self, other):
        if isinstance(self, SimpleNamespace) and isinstance(other, SimpleNamespace):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __reduce__(self):
        return type(self), (), self.__dict__

    def __replace__(self, /, **kwargs):
        return type(self)(self.__dict__, **kwargs)

    __hash__ = None


def new_class(name, bases=(), kwds=None, exec_body=None):
    namespace = {}
    if exec_body:
        exec_body(namespace)
    kwds = dict(kwds or {})
    return kwds.pop('metaclass', type)(name, tuple(bases), namespace, **kwds)
