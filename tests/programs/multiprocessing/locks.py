import multiprocessing
import time


def add(value, lock, count):
    for _ in range(count):
        with lock:
            value.value += 1


def limited(semaphore, inside, most):
    for _ in range(5):
        with semaphore:
            with inside.get_lock():
                inside.value += 1
                most.value = max(most.value, inside.value)
            time.sleep(0.001)
            with inside.get_lock():
                inside.value -= 1


def meet(barrier, queue):
    queue.put(('before', barrier.wait() in (0, 1, 2)))
    queue.put(('after', barrier.wait() in (0, 1, 2)))


def wait_for(event, queue):
    queue.put(event.wait())


def consume(condition, items, queue):
    with condition:
        while items.value == 0:
            condition.wait()
        items.value -= 1
        queue.put('consumed')


def hold(lock, ready, done):
    with lock:
        ready.set()
        done.wait()


def run(target, *args, count=3):
    processes = [multiprocessing.Process(target=target, args=args) for _ in range(count)]
    for process in processes:
        process.start()
    return processes


def join(processes):
    for process in processes:
        process.join()
        assert process.exitcode == 0


if __name__ == '__main__':
    value, lock = multiprocessing.Value('i', 0, lock=False), multiprocessing.Lock()
    join(run(add, value, lock, 100))
    print(value.value)

    value = multiprocessing.Value('l', 0)
    join(run(add, value, value.get_lock(), 50))
    print(value.value)

    inside, most = multiprocessing.Value('i', 0), multiprocessing.Value('i', 0)
    join(run(limited, multiprocessing.Semaphore(2), inside, most, count=4))
    print(inside.value, 1 <= most.value <= 2)

    queue = multiprocessing.Queue()
    barrier = multiprocessing.Barrier(3)
    processes = run(meet, barrier, queue)
    print(sorted(queue.get() for _ in range(6)))
    join(processes)
    print(barrier.parties, barrier.n_waiting, barrier.broken)

    event = multiprocessing.Event()
    processes = run(wait_for, event, queue)
    print(event.is_set(), event.wait(0.01))
    event.set()
    print([queue.get() for _ in range(3)], event.is_set())
    join(processes)
    event.clear()
    print(event.is_set())

    condition, items = multiprocessing.Condition(), multiprocessing.Value('i', 0)
    processes = run(consume, condition, items, queue)
    for _ in range(3):
        with condition:
            items.value += 1
            condition.notify()
    with condition:
        condition.notify_all()
    print([queue.get() for _ in range(3)])
    join(processes)
    with condition:
        print(condition.wait(0.01), condition.wait_for(lambda: True), condition.wait_for(lambda: 0, 0.01))

    lock, ready, done = multiprocessing.Lock(), multiprocessing.Event(), multiprocessing.Event()
    processes = run(hold, lock, ready, done, count=1)
    ready.wait()
    print(lock, lock.acquire(False), lock.acquire(timeout=0.01))
    done.set()
    join(processes)
    print(lock, lock.acquire(), lock)
    lock.release()
    try:
        lock.release()
    except ValueError as error:
        print(error)

    again = multiprocessing.RLock()
    with again, again:
        print(again)
    try:
        again.release()
    except AssertionError as error:
        print(error)
    bounded = multiprocessing.BoundedSemaphore(2)
    print(bounded, bounded.acquire(), bounded.get_value())
    bounded.release()
    try:
        bounded.release()
    except ValueError as error:
        print(error)
    print(multiprocessing.Semaphore(3), condition)
    for action in condition.wait, condition.notify:
        try:
            action()
        except AssertionError as error:
            print(error)
    alone = multiprocessing.Barrier(2)
    try:
        alone.wait(0.01)
    except Exception as error:
        print(type(error).__name__, alone.broken)
    alone.reset()
    print(alone.broken)
