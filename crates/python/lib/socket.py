# socket: the exceptions only; connections are the host's.

error = OSError
timeout = TimeoutError


class herror(OSError):
    pass


class gaierror(OSError):
    pass


EAI_NONAME = -2


def __getattr__(name):
    raise AttributeError(
        f"module 'socket' has no attribute {name!r} here: there are no sockets, use urllib.request, requests, httpx or aiohttp"
        if name[:2] != '__' else f"module 'socket' has no attribute {name!r}"
    )  # fmt: skip
