from concurrent import interpreters


def tell(action):
    try:
        print(repr(action()))
    except Exception as error:
        print(type(error).__name__, error)


def double(x):
    return x * 2


def main():
    print(interpreters.get_main(), interpreters.get_current() == interpreters.get_main())
    one = interpreters.create()
    print(type(one), one in interpreters.list_all(), len(interpreters.list_all()), one.is_running())

    # What is defined there stays there.
    one.exec('x = 5')
    one.exec('print(x, __name__)')
    tell(lambda: x)
    one.prepare_main(y=7, names=['a', 'b'])
    one.prepare_main({'z': (1, None)})
    one.exec("""
        def total():
            return x + y

        print(total(), names, z)
    """)
    one.exec('names.append(3)')
    names = ['kept']
    one.prepare_main(names=names)
    one.exec('names.clear()')
    print(names)

    print(one.call(pow, 2, 10), one.call(double, 21), one.call(sorted, [3, 1, 2], reverse=True))
    thread = one.call_in_thread(print, 'in a thread')
    thread.join()

    other = interpreters.create()
    other.exec('x = 6')
    for interpreter in one, other:
        interpreter.exec('print(x)')
    print(one == one, one == other, one.id < other.id)
    other.exec('from concurrent import interpreters; print(interpreters.get_current() == interpreters.get_main())')
    other.close()
    tell(lambda: other.exec('x'))
    tell(lambda: other.is_running())
    print(len(interpreters.list_all()))
    tell(interpreters.get_main().close)
    tell(lambda: interpreters.Interpreter('id'))
    one.close()


if __name__ == '__main__':
    main()
