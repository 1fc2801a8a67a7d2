# What the clients of HTTP share: exchanges with the host, headers, and texts about both. No module of CPython's.
#
# A client is a generator that yields exchanges and gets what came of them, so that `run` can wait for it as a thread
# and `run_later` as a task. What came of one is an `Answer`, or a `Failure` that tells why there is none.

from collections.abc import MutableMapping

import _http
from urllib.parse import urlsplit

REDIRECTS = 301, 302, 303, 307, 308
PORTS = {'http': 80, 'https': 443}


PHRASES = {
    100: 'Continue,Switching Protocols,Processing,Early Hints',
    200: 'OK,Created,Accepted,Non-Authoritative Information,No Content,Reset Content,Partial Content,Multi-Status,Already Reported',  # fmt: skip
    226: 'IM Used',
    300: 'Multiple Choices,Moved Permanently,Found,See Other,Not Modified,Use Proxy',
    307: 'Temporary Redirect,Permanent Redirect',
    400: "Bad Request,Unauthorized,Payment Required,Forbidden,Not Found,Method Not Allowed,Not Acceptable,Proxy Authentication Required,Request Timeout,Conflict,Gone,Length Required,Precondition Failed,Content Too Large,URI Too Long,Unsupported Media Type,Range Not Satisfiable,Expectation Failed,I'm a Teapot",  # fmt: skip
    421: 'Misdirected Request,Unprocessable Content,Locked,Failed Dependency,Too Early,Upgrade Required',
    428: 'Precondition Required,Too Many Requests',
    431: 'Request Header Fields Too Large',
    451: 'Unavailable For Legal Reasons',
    500: 'Internal Server Error,Not Implemented,Bad Gateway,Service Unavailable,Gateway Timeout,HTTP Version Not Supported,Variant Also Negotiates,Insufficient Storage,Loop Detected',  # fmt: skip
    510: 'Not Extended,Network Authentication Required',
}
PHRASES = {first + i: text for first, texts in PHRASES.items() for i, text in enumerate(texts.split(','))}


def statuses():
    # By their names: `NOT_FOUND`.
    return {
        phrase.upper().replace(' ', '_').replace('-', '_').replace("'", ''): status
        for status, phrase in PHRASES.items()
    }  # fmt: skip


class Answer:
    def __init__(self, outcome):
        self.status, self.reason, self.headers, self.body, self.url, self.elapsed, self.redirected = outcome
        # In HTTP/2, which browsers speak, servers have no words for a status.
        if not self.reason and not _http.shows_redirects:
            self.reason = PHRASES.get(self.status, '')


class Failure:
    def __init__(self, outcome):
        self.kind, self.message = outcome
        if self.kind == 'redirects' and not _http.shows_redirects:
            self.kind = 'refused'

    def counts(self):
        # Of an answer that was cut: bytes that came, and how many there should have been, as far as that is known.
        words = self.message.partition(' after ')[2].split()
        return [int(word) for word in words[:3] if word.isdigit()]

    def is_closed(self):
        # The server has ended the connection without a word.
        return self.kind == 'connect' and 'without an answer' in self.message

    def error(self):
        # The same as an exception of sockets: `… (Connection refused (os error 111)).`
        if self.kind == 'timeout':
            return TimeoutError('timed out')
        if self.kind == 'dns':
            from socket import gaierror

            text = self.message.partition('address information: ')[2].rstrip(').')
            return gaierror(-3 if text[:4] == 'Temp' else -2, text) if text else gaierror(self.message)
        text, found, number = self.message.partition(' (')[2].rpartition(' (os error ')
        return OSError(int(number.rstrip(').')), text) if found else OSError(self.message)


NO_RESPONSE = 'Remote end closed connection without response'


def cut(failure):
    from http.client import IncompleteRead

    count, *total = failure.counts() or [0]
    error = IncompleteRead(b'', total[0] - count if total else None)
    error._count = count
    return error


def aborted(failure):
    # What http.client raises when no answer begins.
    from http.client import BadStatusLine, RemoteDisconnected

    if failure.kind == 'protocol':
        return BadStatusLine(failure.message)
    error = failure.error()
    return error if error.errno else RemoteDisconnected(NO_RESPONSE)


def begin(method, url, headers, body, timeout, redirects=0):
    # What a connection is about is the host's business.
    headers = [
        (name, value) for name, value in headers if name.lower() not in _CONNECTION or value == '0' and not body
    ]  # fmt: skip
    # Where it shows redirects, the clients follow them by themselves, each in its own way.
    return _http.begin(method, url, headers, body, timeout, 0 if _http.shows_redirects else redirects)


_CONNECTION = 'host', 'connection', 'accept-encoding', 'content-length', 'transfer-encoding'


def _came_of(exchange):
    outcome = _http.outcome(exchange)
    return Failure(outcome) if len(outcome) == 2 else Answer(outcome)


def run(steps):
    came = None
    while True:
        try:
            exchange = steps.send(came)
        except StopIteration as end:
            return end.value
        try:
            _http.wait(exchange, None)
        except BaseException:
            _http.cancel(exchange)
            raise
        came = _came_of(exchange)


async def run_later(steps):
    from asyncio._network import exchange_done

    came = None
    while True:
        try:
            exchange = steps.send(came)
        except StopIteration as end:
            return end.value
        await exchange_done(exchange)
        came = _came_of(exchange)


class Headers(MutableMapping):
    # The case of names does not count, and there may be several of one name.
    def __init__(self, headers=None):
        self._all = []
        for name, value in pairs(headers):
            self.add(name, value)

    def add(self, name, value):
        self._all.append((name, value))

    def get_all(self, name, default=None):
        name = name.lower()
        return [v for n, v in self._all if n.lower() == name] or default

    def multi_items(self):
        return list(self._all)

    def __getitem__(self, name):
        found = self.get_all(name)
        if found is None:
            raise KeyError(name)
        return ', '.join(found)

    def __setitem__(self, name, value):
        lower = name.lower()
        for i, (n, _) in enumerate(self._all):
            if n.lower() == lower:
                after = [pair for pair in self._all[i + 1 :] if pair[0].lower() != lower]
                self._all[i:] = [(name, value), *after]
                return
        self.add(name, value)

    def __delitem__(self, name):
        kept = [pair for pair in self._all if pair[0].lower() != name.lower()]
        if len(kept) == len(self._all):
            raise KeyError(name)
        self._all = kept

    def __iter__(self):
        return iter({name.lower(): name for name, _ in reversed(self._all)}[lower] for lower in self._lower())

    def __len__(self):
        return len(self._lower())

    def _lower(self):
        return dict.fromkeys(name.lower() for name, _ in self._all)

    def __eq__(self, other):
        if not hasattr(other, 'items'):
            return NotImplemented
        return {n.lower(): v for n, v in self.items()} == {n.lower(): v for n, v in other.items()}

    def copy(self):
        return type(self)(self._all)

    def __repr__(self):
        return repr(dict(self.items()))


class MultiHeaders(Headers):
    # Every one of a name is there for itself; the first of them is what one gets.
    def __getitem__(self, name):
        found = self.get_all(name)
        if found is None:
            raise KeyError(name)
        return found[0]

    def __contains__(self, name):
        return self.get_all(name) is not None

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self._all)

    def get(self, name, failobj=None):
        return (self.get_all(name) or [failobj])[0]

    def keys(self):
        return [name for name, _ in self._all]

    def values(self):
        return [value for _, value in self._all]

    def items(self):
        return list(self._all)


def pairs(values):
    # Of a mapping, or as they are; of `Headers` those of the same name, too.
    if values is None:
        return []
    if isinstance(values, Headers):
        return list(values._all)
    return list(values.items() if hasattr(values, 'items') else values)


def media_type(content_type):
    # `text/html; charset=utf-8` → its type, and its parameters.
    kind, *parameters = (content_type or '').split(';')
    found = {}
    for parameter in parameters:
        name, equals, value = parameter.partition('=')
        if equals:
            found[name.strip(' "\'').lower()] = value.strip(' "\'')
    return kind.strip().lower(), found


def lines(data):
    # Of bytes as files have them, that is only "\n" counts.
    parts = data.split(b'\n')
    last = parts.pop()
    return [part + b'\n' for part in parts] + ([last] if last else [])


def guessed(data):
    # The encoding of text that does not say which it is in.
    try:
        return 'ascii' if data.decode().isascii() and data else 'utf-8'
    except UnicodeDecodeError:
        return 'ISO-8859-1'


def basic(user, password, encoding):
    from base64 import b64encode

    return 'Basic ' + b64encode(b':'.join([_text(user, encoding), _text(password, encoding)])).decode()


def _text(value, encoding):
    return value if isinstance(value, bytes) else value.encode(encoding)


def is_own(url):
    # An address within the playground.
    return url[:1] == '/' and url[:2] != '//' or url[:4] == 'api/'


class Cookies(dict):
    # Names with values; what a server has set goes back to it only.
    def __new__(cls, cookies=None):
        # Also of one that is unpickled, whose items come before its attributes.
        self = super().__new__(cls)
        self._hosts = {}
        return self

    def __init__(self, cookies=None):
        super().__init__()
        self.update(cookies or {})

    def keep(self, url, headers):
        host = urlsplit(url).hostname
        for cookie in headers.get_all('Set-Cookie', []):
            cookie, *attributes = cookie.split(';')
            name, equals, value = cookie.strip().partition('=')
            if equals and any(a.strip().lower() == 'max-age=0' for a in attributes):
                self.pop(name, None)
            elif equals:
                self[name] = value
                self._hosts[name] = host

    def __setitem__(self, name, value):
        super().__setitem__(name, value)
        # What the program sets itself goes everywhere.
        self._hosts.pop(name, None)

    def update(self, other):
        for name, value in pairs(other):
            self[name] = value
        if isinstance(other, Cookies):
            self._hosts.update(other._hosts)

    def header(self, url):
        host = urlsplit(url).hostname
        return '; '.join([f'{name}={value}' for name, value in self.items() if self._hosts.get(name, host) == host])

    def set(self, name, value, domain='', path='/'):
        self[name] = value
        if domain:
            self._hosts[name] = domain
