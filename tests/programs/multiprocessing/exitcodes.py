import multiprocessing
import os
import sys
import time


def fine():
    return 'nobody sees this'


def fails():
    raise ValueError('in the child')


def exits(what):
    sys.exit(what)


def leaves():
    try:
        os._exit(7)
    finally:
        print('never')


def waits():
    time.sleep(100)


def nested():
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError('nested')


if __name__ == '__main__':
    for target, args in [
        (fine, ()), (fails, ()), (exits, (3,)), (exits, (None,)), (exits, ('a message',)), (exits, (0,)), (leaves, ()),
        (nested, ()),
    ]:  # fmt: skip
        process = multiprocessing.Process(target=target, args=args, name=target.__name__)
        process.start()
        process.join()
        print(target.__name__, args, process.exitcode)

    for end in 'terminate', 'kill':
        process = multiprocessing.Process(target=waits)
        process.start()
        process.join(0.05)
        print(process.exitcode, process.is_alive())
        getattr(process, end)()
        process.join()
        print(end, process.exitcode, process.is_alive())
        text = repr(process)
        print(text[: text.index(' pid')], text[text.index('stopped') :])
