import multiprocessing
from multiprocessing.connection import wait


def talk(connection):
    while True:
        try:
            message = connection.recv()
        except EOFError:
            return
        connection.send(('back', message))


def count(connection, n):
    for i in range(n):
        connection.send(i)
    connection.close()


def receive(connection):
    # A connection that has come through a connection.
    other = connection.recv()
    other.send('through the other one')


if __name__ == '__main__':
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=talk, args=(there,))
    process.start()
    there.close()
    for message in 1, 'two', [3], {'four': 4}, None:
        here.send(message)
        print(here.recv())
    print(here.poll(), here.poll(0.01), here.closed, here.readable, here.writable)
    here.close()
    print(here.closed)
    process.terminate()
    process.join()

    readers = []
    for n in range(3):
        reader, writer = multiprocessing.Pipe(duplex=False)
        readers.append(reader)
        process = multiprocessing.Process(target=count, args=(writer, 3))
        process.start()
        writer.close()
    got = []
    left = list(readers)
    while left:
        for reader in wait(left):
            try:
                got.append((readers.index(reader), reader.recv()))
            except EOFError:
                left.remove(reader)
    print(sorted(got))

    reader, writer = multiprocessing.Pipe(False)
    print(reader.readable, reader.writable, writer.readable, writer.writable)
    for action in lambda: reader.send(1), lambda: writer.recv(), lambda: writer.poll():
        try:
            action()
        except OSError as error:
            print(error)
    writer.send_bytes(b'some bytes')
    print(reader.recv_bytes())
    writer.send_bytes(b'0123456789', 2, 5)
    print(reader.recv_bytes(5))
    writer.send_bytes(b'into')
    buffer = bytearray(6)
    print(reader.recv_bytes_into(buffer, 1), buffer)
    writer.close()
    try:
        reader.recv()
    except EOFError as error:
        print('EOFError', error)
    reader.close()
    try:
        reader.recv()
    except OSError as error:
        print(error)

    reader, writer = multiprocessing.Pipe(False)
    reader.close()
    try:
        writer.send(1)
    except BrokenPipeError as error:
        print(error)

    with multiprocessing.Pipe(False)[0] as reader:
        print(reader.closed)
    print(reader.closed)

    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=receive, args=(there,))
    process.start()
    reader, writer = multiprocessing.Pipe(False)
    here.send(writer)
    print(reader.recv())
    process.join()
