# abc: abstract base classes. That a class with a non-empty __abstractmethods__ cannot be instantiated,
# object.__new__ sees to.


def abstractmethod(funcobj):
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractproperty(property):
    __isabstractmethod__ = True


class ABCMeta(type):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        # Those of a base are not the class's own, before it is known what is.
        cls = super().__new__(mcls, name, bases, {**namespace, '__abstractmethods__': frozenset()}, **kwargs)
        cls._abc_registered = []
        return update_abstractmethods(cls)

    def register(cls, subclass):
        # Makes `subclass` count as a subclass of this class, and of the abstract classes that this one is made of.
        for base in cls.__mro__:
            if isinstance(base, ABCMeta):
                base._abc_registered.append(subclass)
        return subclass

    def __instancecheck__(cls, instance):
        return issubclass(type(instance), cls)

    def __subclasscheck__(cls, subclass):
        answer = cls.__subclasshook__(subclass)
        if answer is not NotImplemented:
            return answer
        return cls in subclass.__mro__ or any([issubclass(subclass, known) for known in cls._abc_registered])


def _is_abstract(value):
    if isinstance(value, property):
        return any([_is_abstract(part) for part in (value.fget, value.fset, value.fdel)])
    return getattr(getattr(value, '__func__', value), '__isabstractmethod__', False)


def update_abstractmethods(cls):
    # Finds out anew what a class leaves abstract.
    names = {name for name, value in cls.__dict__.items() if _is_abstract(value)}
    for base in cls.__bases__:
        for name in getattr(base, '__abstractmethods__', ()):
            if _is_abstract(getattr(cls, name, None)):
                names.add(name)
    cls.__abstractmethods__ = frozenset(names)
    return cls


class ABC(metaclass=ABCMeta):
    pass
