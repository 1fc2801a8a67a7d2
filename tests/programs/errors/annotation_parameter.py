import threading


def work(thread: threading.Thread) -> None:
    print(thread)


work(1)


def fails(a: int, b: missing) -> int:
    return 1
