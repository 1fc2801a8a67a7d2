import multiprocessing
import queue
import time


def produce(out, start, count):
    for n in range(start, start + count):
        out.put(n)


def work(tasks, results):
    while True:
        task = tasks.get()
        if task is None:
            tasks.task_done()
            return
        results.put((task, task * task))
        tasks.task_done()


def echo(inbox, outbox):
    while (message := inbox.get()) is not None:
        outbox.put(message)


if __name__ == '__main__':
    out = multiprocessing.Queue()
    processes = [multiprocessing.Process(target=produce, args=(out, 100 * n, 50)) for n in range(3)]
    for process in processes:
        process.start()
    got = [out.get() for _ in range(150)]
    for process in processes:
        process.join()
    print(sorted(got) == [100 * n + m for n in range(3) for m in range(50)])
    # Those of one process come in their order.
    for n in range(3):
        mine = [one for one in got if 100 * n <= one < 100 * n + 50]
        print(mine == sorted(mine), len(mine))

    tasks, results = multiprocessing.JoinableQueue(), multiprocessing.Queue()
    workers = [multiprocessing.Process(target=work, args=(tasks, results)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for n in range(10):
        tasks.put(n)
    tasks.join()
    print(sorted(results.get() for _ in range(10)))
    for _ in workers:
        tasks.put(None)
    tasks.join()
    for worker in workers:
        worker.join()
    try:
        tasks.task_done()
    except ValueError as error:
        print(error)

    inbox, outbox = multiprocessing.SimpleQueue(), multiprocessing.SimpleQueue()
    process = multiprocessing.Process(target=echo, args=(inbox, outbox))
    process.start()
    for message in 1, 'text', [1, {'a': (2, 3)}], b'x' * 100_000, ValueError('as a value'):
        inbox.put(message)
        back = outbox.get()
        print(repr(back) if len(repr(back)) < 100 else len(back))
    inbox.put(None)
    process.join()
    print(inbox.empty(), outbox.empty())

    small = multiprocessing.Queue(2)
    small.put(1)
    small.put(2)
    print(small.full(), small.qsize())
    try:
        small.put(3, timeout=0.01)
    except queue.Full as error:
        print('Full', repr(error))
    try:
        small.put_nowait(3)
    except queue.Full:
        print('Full')
    print(small.get(), small.get(timeout=10))
    try:
        small.get(timeout=0.01)
    except queue.Empty:
        print('Empty')
    try:
        small.get_nowait()
    except queue.Empty:
        print('Empty')
    print(small.empty(), small.full())
    small.close()
    small.join_thread()
    for action in small.get, lambda: small.put(1):
        try:
            action()
        except ValueError as error:
            print(str(error)[:5], str(error)[-9:])
