import multiprocessing
import pickle
import threading
import time


def tell(action):
    try:
        print(action())
    except BaseException as error:
        text = str(error)
        if ' at 0x' in text:
            start = text.index(' at 0x')
            text = text[:start] + text[text.index('>', start) :]
        print(type(error).__name__, text)


def daemon(queue):
    child = multiprocessing.Process(target=print)
    try:
        child.start()
    except AssertionError as error:
        queue.put(str(error))


def nothing():
    pass


if __name__ == '__main__':
    process = multiprocessing.Process(target=nothing)
    tell(lambda: process.join())
    tell(lambda: process.sentinel)
    tell(lambda: setattr(process, 'name', 5))
    process.start()
    tell(lambda: process.start())
    tell(lambda: setattr(process, 'daemon', True))
    process.join()
    process.close()
    tell(lambda: process.start())
    tell(lambda: process.join())
    tell(lambda: process.exitcode)
    tell(lambda: multiprocessing.Process('group'))

    queue = multiprocessing.Queue()
    child = multiprocessing.Process(target=daemon, args=(queue,), daemon=True)
    child.start()
    print(queue.get())
    child.join()

    waiting = multiprocessing.Process(target=time.sleep, args=(100,))
    waiting.start()
    tell(lambda: waiting.close())
    waiting.terminate()
    waiting.join()

    tell(lambda: multiprocessing.get_context('teleport'))
    tell(lambda: multiprocessing.set_start_method('spawn'))
    tell(lambda: multiprocessing.get_context('spawn').set_start_method('fork'))
    for one in (
        multiprocessing.Lock(), multiprocessing.RLock(), multiprocessing.Semaphore(), multiprocessing.Event(),
        multiprocessing.Condition(), queue, multiprocessing.SimpleQueue(), multiprocessing.Value('i'),
        multiprocessing.Array('i', 3),
    ):  # fmt: skip
        tell(lambda: pickle.dumps(one))

    spawn = multiprocessing.get_context('spawn')
    tell(lambda: spawn.Process(target=lambda: 1).start())
    tell(lambda: spawn.Process(target=nothing, args=(threading.Lock(),)).start())
    tell(lambda: spawn.Process(target=nothing, args=(x for x in ())).start())
