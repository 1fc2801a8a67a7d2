# http.client: the answers that urllib gives, and the exceptions of connections; there are no connections.

from _web import MultiHeaders, lines, media_type

HTTP_PORT, HTTPS_PORT = 80, 443


class HTTPException(Exception):
    pass


class NotConnected(HTTPException):
    pass


class InvalidURL(HTTPException):
    pass


class UnknownProtocol(HTTPException):
    def __init__(self, version):
        self.args = (version,)
        self.version = version


class IncompleteRead(HTTPException):
    def __init__(self, partial, expected=None):
        self.args = (partial,)
        self.partial, self.expected = partial, expected

    def __repr__(self):
        more = f', {self.expected} more expected' if self.expected is not None else ''
        return f'{type(self).__name__}({self._count or len(self.partial)} bytes read{more})'

    __str__ = object.__str__
    # How many bytes came, where they are not there any more.
    _count = 0


class BadStatusLine(HTTPException):
    def __init__(self, line):
        self.args = (line or repr(line),)
        self.line = line


class RemoteDisconnected(ConnectionResetError, BadStatusLine):
    def __init__(self, *pos, **kw):
        BadStatusLine.__init__(self, '')
        ConnectionResetError.__init__(self, *pos, **kw)


class HTTPMessage(MultiHeaders):
    __setitem__ = MultiHeaders.add

    def __getitem__(self, name):
        return self.get(name)

    def get_content_type(self):
        return media_type(self['Content-Type'])[0] or 'text/plain'

    def get_content_charset(self, failobj=None):
        charset = media_type(self['Content-Type'])[1].get('charset')
        return failobj if charset is None else charset.lower()

    def __str__(self):
        return ''.join([f'{name}: {value}\n' for name, value in self._all]) + '\n'

    __repr__ = object.__repr__


class HTTPResponse:
    version, _ended = 11, False

    def __init__(self, answer):
        self.status = self.code = answer.status
        self.reason = self.msg = answer.reason
        self.headers = HTTPMessage(answer.headers)
        self.url, self._rest, self.closed = answer.url, answer.body, False

    @property
    def length(self):
        return len(self._rest)

    def read(self, amt=None):
        if amt is None or amt < 0:
            amt = len(self._rest)
        data, self._rest = self._rest[:amt], self._rest[amt:]
        self._ended = not self._rest
        return data

    def readline(self, limit=-1):
        end = self._rest.find(b'\n') + 1 or len(self._rest)
        return self.read(end if limit is None or limit < 0 else min(end, limit))

    def readlines(self, hint=-1):
        return lines(self.read())

    def __iter__(self):
        return iter(self.readline, b'')

    def getheader(self, name, default=None):
        found = self.headers.get_all(name)
        return default if found is None else ', '.join(found)

    def getheaders(self):
        return self.headers.items()

    def info(self):
        return self.headers

    def geturl(self):
        return self.url

    def getcode(self):
        return self.status

    def isclosed(self):
        return self._ended

    def readable(self):
        return True

    def writable(self):
        return False

    def close(self):
        self.closed, self._ended, self._rest = True, True, b''

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def __getattr__(name):
    raise AttributeError(
        f"http.client has no {name!r} here: there are no sockets, use urllib.request or requests"
        if name[:4] == 'HTTP' else f"module 'http.client' has no attribute {name!r}"
    )  # fmt: skip
