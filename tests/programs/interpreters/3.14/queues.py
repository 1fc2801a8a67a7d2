from concurrent import interpreters
import queue
import threading


def work(tasks, results):
    while (task := tasks.get()) is not None:
        results.put((task, task * task))


def main():
    tasks, results = interpreters.create_queue(), interpreters.create_queue(2)
    workers = [interpreters.create() for _ in range(2)]
    threads = [worker.call_in_thread(work, tasks, results) for worker in workers]
    for n in range(6):
        tasks.put(n)
    print(sorted(results.get() for _ in range(6)))
    for _ in workers:
        tasks.put(None)
    for thread in threads:
        thread.join()
    print(tasks.empty(), tasks.qsize(), tasks.maxsize, results.maxsize, results.full())

    results.put([1, {'a': (2, 3)}])
    results.put(None)
    print(results.full(), results.qsize())
    for action in lambda: results.put(3, timeout=0.01), lambda: results.put_nowait(3):
        try:
            action()
        except interpreters.QueueFull as error:
            print(isinstance(error, queue.Full))
    print(results.get(), results.get_nowait())
    for action in lambda: results.get(timeout=0.01), results.get_nowait:
        try:
            action()
        except interpreters.QueueEmpty as error:
            print(isinstance(error, queue.Empty))

    # What comes out is a copy, but a queue is the same one.
    value = [1]
    tasks.put(value)
    back = tasks.get()
    print(back == value, back is value)
    # More than a pipe holds.
    tasks.put(b'x' * 200_000)
    print(len(tasks.get()))
    tasks.put(results)
    print(tasks.get() is results)
    workers[0].prepare_main(results=results)
    workers[0].exec('results.put("from there")')
    print(results.get())
    for worker in workers:
        worker.close()


if __name__ == '__main__':
    main()
