import pickle
import sys
import threading


def tell(action):
    try:
        print(action())
    except Exception as error:
        text = str(error).partition(' on <module')[0]
        if ' at 0x' in text:
            start = text.index(' at 0x')
            text = text[:start] + text[text.index('>', start) :]
        print(type(error).__module__, type(error).__name__, text)


def outer():
    def inner():
        pass

    class Local:
        pass

    return inner, Local


def generator():
    yield


async def coroutine():
    pass


class WrongType:
    def __reduce__(self):
        return 5


class NotCallable:
    def __reduce__(self):
        return 1, 2


class NoTuple:
    def __reduce__(self):
        return int, 2


class TooShort:
    def __reduce__(self):
        return (int,)


class NoItems:
    def __reduce__(self):
        return int, (), 1, 2


class NoPairs:
    def __reduce__(self):
        return int, (), 1, None, 3


class NewArgs:
    def __getnewargs__(self):
        return 1


class NewArgsEx:
    def __getnewargs_ex__(self):
        return 1


class Nowhere:
    def __reduce__(self):
        return 'nowhere'


class Holder:
    def __init__(self):
        self.lock = threading.Lock()


class Twice:
    pass


first = Twice


class Twice:
    pass


waiting = coroutine()
things = [
    lambda: 0, outer()[0], outer()[1], outer()[1](), generator(), waiting, threading.Lock(), threading.RLock(),
    threading.Event(), threading.Condition(), threading.Thread(), sys, sys.stdout, Holder(), property(), {}.keys(),
    WrongType(), NotCallable(), NoTuple(), TooShort(), NoItems(), NoPairs(), NewArgs(), NewArgsEx(), Nowhere(), first,
    [1, {'deep': (lambda: 1,)}],
]
for thing in things:
    tell(lambda: pickle.dumps(thing))
waiting.close()

for data in (
    b'', b'\x80\x04', b'\x80\x04K', b'\x80\x04.', b'\x80\x04N', b'hello', b'\x80\x09.', b'\x80\x04h\x05.', b'\x80\x04(.',
    b'\x80\x04t.', b'\x80\x04\x8c\x03ab', b'\x80\x04\x95\x20\x00\x00\x00\x00\x00\x00\x00N.', b'\xff', b'cnowhere\nx\n.',
    b'c__main__\nmissing\n.', b"\x80\x04\x8c\x08__main__\x8c\x05Plain\x93.", b'K\x01Q.', b'\x80\x04K\x01K\x02\x93.',
    b'\x80\x04\x8c\x01\xff.', b'\x80\x04K\x01)\x81.', b'\x80\x04]K\x01b.',
):  # fmt: skip
    tell(lambda: pickle.loads(data))

tell(lambda: pickle.loads('text'))
tell(lambda: pickle.loads(5))
tell(lambda: pickle.dumps(1, 6))
tell(lambda: pickle.dump(1, 5))
tell(lambda: pickle.Unpickler(5))
tell(lambda: pickle.loads(pickle.dumps([1, 2], 4) + b'more'))
print(pickle.PicklingError.__mro__[1:3], pickle.UnpicklingError.__mro__[1])
print(pickle.HIGHEST_PROTOCOL, pickle.format_version)
