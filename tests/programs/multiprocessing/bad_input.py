import multiprocessing
import os
import time


def tell(what, action):
    try:
        print(what, repr(action()))
    except BaseException as error:
        text = str(error)
        while ' at 0x' in text:
            start = text.index(' at 0x')
            text = text[:start] + text[text.index('>', start) :]
        print(what, type(error).__module__, type(error).__name__, text)


def square(x):
    return x * x


def unpicklable(x):
    return lambda: x


def leaves(x):
    os._exit(3)


def waits(x):
    time.sleep(100)


def closes(connection):
    connection.close()


if __name__ == '__main__':
    pool = multiprocessing.Pool(2)
    tell('result', lambda: pool.apply(unpicklable, (1,)))
    tell('argument', lambda: pool.apply(square, (lambda: 1,)))
    tell('function', lambda: pool.apply(lambda: 1))
    tell('type', lambda: pool.map(square, ['a']))
    tell('not iterable', lambda: pool.map(square, 5))
    tell('timeout', lambda: pool.apply_async(time.sleep, (5,)).get(timeout=0.1))
    tell('join', lambda: pool.join())
    tell('chunksize', lambda: pool.imap(square, [1], chunksize=0))
    pool.close()
    tell('map', lambda: pool.map(square, [1]))
    tell('apply', lambda: pool.apply(square, (1,)))
    tell('apply_async', lambda: pool.apply_async(square, (1,)))
    tell('imap', lambda: pool.imap(square, [1]))
    tell('imap_unordered', lambda: pool.imap_unordered(square, [1]))
    tell('starmap', lambda: pool.starmap(square, [(1,)]))
    tell('enter', lambda: pool.__enter__())
    pool.terminate()
    pool.join()
    tell('terminated', lambda: pool.map(square, [1]))
    tell('0', lambda: multiprocessing.Pool(0))
    tell('-1', lambda: multiprocessing.Pool(-1))
    tell('initializer', lambda: multiprocessing.Pool(1, 5))
    tell('maxtasks', lambda: multiprocessing.Pool(1, maxtasksperchild=0))
    with multiprocessing.Pool(1) as pool:
        # Another one takes the place of a child that dies; what it was doing never ends.
        result = pool.apply_async(leaves, (1,))
        tell('dead', lambda: result.get(timeout=0.5))
        tell('after', lambda: pool.apply(square, (3,)))
    tell('left', lambda: pool.apply(square, (1,)))

    here, there = multiprocessing.Pipe()
    child = multiprocessing.Process(target=closes, args=(there,))
    child.start()
    there.close()
    child.join()
    tell('eof', here.recv)
    tell('broken', lambda: here.send(1))
    here.close()
    tell('closed', lambda: here.send(1))
    tell('closed', lambda: here.recv())
    tell('closed', lambda: here.poll())
    here, there = multiprocessing.Pipe(duplex=False)
    tell('one way', lambda: here.send(1))
    tell('one way', lambda: there.recv())
    tell('send', lambda: there.send(lambda: 1))
    tell('bytes', lambda: there.send_bytes('text'))
    there.send_bytes(b'not a pickle')
    tell('bad pickle', here.recv)
    q = multiprocessing.Queue(1)
    tell('empty', lambda: q.get(timeout=0.05))
    tell('empty', lambda: q.get_nowait())
    q.put(1)
    tell('full', lambda: q.put(2, timeout=0.05))
    tell('full', lambda: q.put_nowait(2))
    tell('get', q.get)
    q.close()
    tell('put', lambda: q.put(1))
    tell('get', lambda: q.get())
    p = multiprocessing.Process(target=waits, args=(1,))
    p.start()
    p.kill()
    p.join()
    print(p.exitcode)
    tell('Value', lambda: multiprocessing.Value('z'))
    tell('Value', lambda: multiprocessing.Value('i', 'a'))
    tell('Array', lambda: multiprocessing.Array('i', -1))
    a = multiprocessing.Array('i', 2)
    tell('index', lambda: a[5])
    tell('set', lambda: a.__setitem__(0, 'a'))
    tell('release', lambda: multiprocessing.Lock().release())
    tell('rrelease', lambda: multiprocessing.RLock().release())
    tell('brelease', lambda: multiprocessing.BoundedSemaphore(1).release())
    tell('barrier', lambda: multiprocessing.Barrier(2).wait(0.05))
    tell('wait', lambda: multiprocessing.Condition().wait(0))
    tell('notify', lambda: multiprocessing.Condition().notify())
