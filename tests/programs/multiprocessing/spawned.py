# With spawn each process begins anew: what it gets is pickled, and the program is imported under another name.
import multiprocessing

count = 0


class Account:
    def __init__(self, owner):
        self.owner = owner


def work(account, queue, lock, value, connection):
    with lock:
        value.value += 1
    queue.put((account.owner, __name__, count, multiprocessing.get_start_method()))
    connection.send('connected')
    connection.close()


class Worker(multiprocessing.get_context('spawn').Process):
    def __init__(self, queue):
        super().__init__()
        self.queue = queue

    def run(self):
        self.queue.put(('worker', self.name))


def square(x):
    return x * x


def initialize(value):
    global count
    count = value


def read(_):
    return count


if __name__ == '__main__':
    count = 5
    for method in 'spawn', 'forkserver':
        context = multiprocessing.get_context(method)
        queue, lock, value = context.Queue(), context.Lock(), context.Value('i', 0)
        reader, writer = context.Pipe(False)
        process = context.Process(target=work, args=(Account('me'), queue, lock, value, writer))
        process.start()
        writer.close()
        print(queue.get(), reader.recv())
        process.join()
        print(process.exitcode, value.value, type(process).__name__, process.name)
        with context.Pool(2, initialize, (7,)) as pool:
            print(pool.map(square, range(5)), set(pool.map(read, range(3))))

    queue = multiprocessing.get_context('spawn').Queue()
    worker = Worker(queue)
    worker.start()
    print(queue.get())
    worker.join()
