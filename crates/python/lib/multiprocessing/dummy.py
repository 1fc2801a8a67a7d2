# multiprocessing.dummy: the same names for threads.

import threading
from queue import Queue
from threading import Barrier, BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore, current_thread, enumerate

JoinableQueue = Queue
current_process = current_thread


class Process(threading.Thread):
    exitcode = property(lambda self: None if self.is_alive() or self.ident is None else 0)


def active_children():
    return [one for one in enumerate() if isinstance(one, Process)]


def Pool(processes=None, initializer=None, initargs=()):
    from multiprocessing.pool import ThreadPool

    return ThreadPool(processes, initializer, initargs)


def freeze_support():
    pass
