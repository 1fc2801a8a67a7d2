from concurrent import interpreters
import threading


class Problem(Exception):
    pass


def fails(x):
    raise Problem(x)


def main():
    one = interpreters.create()
    try:
        one.exec("""
            def inner():
                return 1 / 0

            inner()
        """)
    except interpreters.ExecutionFailed as error:
        print(error)
        print(error.excinfo.type.__name__, error.excinfo.type.__module__, error.excinfo.msg, error.excinfo.formatted)
    # It goes on after that.
    one.exec('print("still there")')
    try:
        one.call(fails, 5)
    except interpreters.ExecutionFailed as error:
        print(error.excinfo.type.__qualname__, error.excinfo.msg)
    try:
        one.exec('x =')
    except interpreters.ExecutionFailed as error:
        print(error.excinfo.formatted)
    try:
        one.exec('raise SystemExit(3)')
    except interpreters.ExecutionFailed as error:
        print(error.excinfo.formatted)
    for thing in threading.Lock(), (x for x in ()), [1, threading.Lock()]:
        print(interpreters.is_shareable(thing))
        try:
            one.prepare_main(thing=thing)
        except interpreters.NotShareableError as error:
            print(type(error).__mro__[1:3], str(error).endswith('does not support cross-interpreter data'))
    print(interpreters.is_shareable(5), interpreters.is_shareable('text'))

    # It does one thing at a time.
    begun, end = interpreters.create_queue(), interpreters.create_queue()
    one.prepare_main(begun=begun, end=end)
    thread = threading.Thread(target=one.exec, args=('begun.put(1); end.get()',))
    thread.start()
    begun.get()
    print(one.is_running())
    for action in lambda: one.exec('x = 1'), one.close:
        try:
            action()
        except interpreters.InterpreterError as error:
            print(error)
    end.put(1)
    thread.join()
    print(one.is_running())
    one.close()
    print(interpreters.ExecutionFailed.__mro__[1:3])


if __name__ == '__main__':
    main()
