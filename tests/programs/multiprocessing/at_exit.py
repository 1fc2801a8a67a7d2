# At the end of a process its children are waited for, but daemons are ended.
import multiprocessing
import time


def slowly():
    time.sleep(0.2)
    print('child', flush=True)


def forever():
    time.sleep(1000)
    print('never')


def parent():
    multiprocessing.Process(target=slowly).start()
    print('its parent', flush=True)


if __name__ == '__main__':
    multiprocessing.Process(target=forever, daemon=True).start()
    process = multiprocessing.Process(target=parent)
    process.start()
    process.join()
    multiprocessing.Process(target=slowly).start()
    print('main', flush=True)
