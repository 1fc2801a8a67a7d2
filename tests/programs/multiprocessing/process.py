import multiprocessing
import os
import sys


def work(queue, *args, **kwargs):
    me = multiprocessing.current_process()
    queue.put((me.name, args, kwargs, me.daemon, os.getpid() == me.pid, os.getppid() == parent))


class Squares(multiprocessing.Process):
    def __init__(self, numbers, queue):
        super().__init__(name='squares')
        self.numbers, self.queue = numbers, queue

    def run(self):
        self.queue.put([n * n for n in self.numbers])


if __name__ == '__main__':
    parent = os.getpid()
    main = multiprocessing.current_process()
    print(main.name, main.pid == parent, main.daemon, multiprocessing.parent_process())
    print(multiprocessing.get_start_method(), multiprocessing.get_all_start_methods())
    queue = multiprocessing.Queue()

    one = multiprocessing.Process(target=work, args=(queue, 1, 2), kwargs={'key': 'value'})
    print(one.name, one.pid, one.exitcode, one.is_alive(), one.daemon)
    one.start()
    print(queue.get())
    one.join()
    print(one.pid > 0, one.exitcode, one.is_alive())
    print(multiprocessing.active_children())

    two = multiprocessing.Process(target=work, args=(queue,), name='two', daemon=True)
    two.start()
    print(queue.get())
    two.join()
    print(two.name, two.exitcode)

    three = Squares([1, 2, 3], queue)
    three.start()
    print(queue.get())
    three.join(10)
    print(three.name, three.exitcode)

    # What a fork copies is the parent's: changes are seen on one side only.
    state = {'count': 1}

    def change():
        state['count'] += 1
        queue.put(state['count'])

    four = multiprocessing.Process(target=change)
    four.start()
    print(queue.get(), state['count'])
    four.join()

    five = multiprocessing.Process(target=lambda: queue.put('lambda'))
    five.start()
    print(queue.get())
    five.join()
    five.close()
    try:
        five.is_alive()
    except ValueError as error:
        print(error)
