import multiprocessing


def change(table, items, space, number):
    table['child'] = [1, 2]
    items.append('child')
    items[0] = 'changed'
    space.x += 1
    number.value = 7


if __name__ == '__main__':
    with multiprocessing.Manager() as manager:
        table, items = manager.dict(a=1), manager.list([1, 2, 3])
        space, number = manager.Namespace(), manager.Value('i', 0)
        space.x = 10
        process = multiprocessing.Process(target=change, args=(table, items, space, number))
        process.start()
        process.join()
        print(table, items, dict(table), list(items))
        print(sorted(table.items()), sorted(table.keys()), 'a' in table, len(table), table.get('b', 5))
        print(items[1:], items.index(3), len(items), items.pop(), space.x, number.value, space)
        try:
            table['missing']
        except KeyError as error:
            print(repr(error))
        lock = manager.Lock()
        with lock:
            print('locked')
        queue = manager.Queue()
        queue.put('x')
        print(queue.get(), queue.empty())
