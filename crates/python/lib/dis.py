# dis: bytecode, with the names that CPython has for it, and the places where a thread looks whether it is to let go
# of the lock.

from _core import listing


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False):
    if x is None:
        raise NotImplementedError('dis.dis() without an argument is not supported here')
    codes = list(_codes(x))
    if not codes:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")
    for title, code in codes:
        if title:
            print(f'{title}:', file=file)
        last = None
        for at, (line, is_check_point, name, argument) in enumerate(listing(code)):
            if line != last and last is not None:
                print(file=file)
            mark = '*' if is_check_point else ' '
            shown = line if line != last else ''
            print(f'{shown:>3} {mark} {at:>5}  {name:<24} {argument}'.rstrip(), file=file)
            last = line
        if title:
            print(file=file)
    print('(* the thread looks here whether it is to let go of the lock)', file=file)


disassemble = disco = dis


def _codes(x):
    if isinstance(x, str):
        yield '', compile(x, '<dis>', 'exec')
        return
    x = getattr(x, '__func__', x)
    if hasattr(x, 'co_code') or hasattr(x, 'co_varnames'):
        yield '', x
    elif hasattr(x, '__code__'):
        yield '', x.__code__
    elif hasattr(x, '__dict__'):
        for name, one in sorted(x.__dict__.items()):
            one = getattr(one, '__func__', one)
            if hasattr(one, '__code__'):
                yield f'Disassembly of {name}', one.__code__
