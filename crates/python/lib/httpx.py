# httpx: clients that wait as a thread or as a task. Exchanges are the host's.

import json as _json
from contextlib import asynccontextmanager, contextmanager
from enum import IntEnum

import _web
from urllib.parse import _without_dots, quote, unquote, urlencode, urljoin, urlsplit

__version__ = '0.28.1'


class HTTPError(Exception):
    def __init__(self, message):
        super().__init__(message)
        self._request = None

    @property
    def request(self):
        if self._request is None:
            raise RuntimeError('The .request property has not been set.')
        return self._request

    @request.setter
    def request(self, request):
        self._request = request


class RequestError(HTTPError):
    def __init__(self, message, *, request=None):
        super().__init__(message)
        self._request = request


class TransportError(RequestError):
    pass


class TimeoutException(TransportError):
    pass


class ConnectTimeout(TimeoutException):
    pass


class ReadTimeout(TimeoutException):
    pass


class WriteTimeout(TimeoutException):
    pass


class PoolTimeout(TimeoutException):
    pass


class NetworkError(TransportError):
    pass


class ReadError(NetworkError):
    pass


class WriteError(NetworkError):
    pass


class ConnectError(NetworkError):
    pass


class CloseError(NetworkError):
    pass


class ProxyError(TransportError):
    pass


class UnsupportedProtocol(TransportError):
    pass


class ProtocolError(TransportError):
    pass


class LocalProtocolError(ProtocolError):
    pass


class RemoteProtocolError(ProtocolError):
    pass


class DecodingError(RequestError):
    pass


class TooManyRedirects(RequestError):
    pass


class HTTPStatusError(HTTPError):
    def __init__(self, message, *, request, response):
        super().__init__(message)
        self.request, self.response = request, response


class InvalidURL(Exception):
    pass


class CookieConflict(Exception):
    pass


class StreamError(RuntimeError):
    pass


def _fault(failure, request, later):
    # What the host says, in the words of httpx; those of its two kinds of clients differ.
    kind, error = failure.kind, failure.error()
    message = str(error)
    if kind == 'timeout':
        fault, message = ReadTimeout, '' if later else message
    elif failure.is_closed():
        fault = ReadError if error.errno else RemoteProtocolError
        if not error.errno:
            message = 'Server disconnected without sending a response.'
    elif kind == 'cut':
        count, *total = failure.counts() or [0]
        what = f'received {count} bytes, expected {total[0]}' if total else 'incomplete chunked read'
        fault, message = RemoteProtocolError, f'peer closed connection without sending complete message body ({what})'
    elif kind == 'redirects':
        fault, message = TooManyRedirects, 'Exceeded maximum allowed redirects.'
    else:
        if kind == 'url':
            return InvalidURL(message)
        fault = RemoteProtocolError if kind == 'protocol' else ConnectError
        if kind == 'connect' and later and error.errno == 111:
            message = 'All connection attempts failed'
    return fault(message, request=request)


class _Codes(IntEnum):
    def __str__(self):
        return str(self.value)

    @classmethod
    def get_reason_phrase(cls, value):
        return _web.PHRASES.get(value, '')


codes = _Codes('codes', _web.statuses(), module='httpx')


class URL:
    def __init__(self, url='', *, params=None):
        if not isinstance(url, (str, URL)):
            raise TypeError(f'Invalid type for url.  Expected str or httpx.URL, got {type(url)}: {url!r}')
        url = str(url)
        for i, c in enumerate(url):
            if c < ' ' or c == '\x7f':
                raise InvalidURL(f'Invalid non-printable ASCII character in URL, {c!r} at position {i}.')
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise InvalidURL(str(error)) from None
        self.scheme, netloc = parts.scheme, parts.netloc
        user, at, host = netloc.rpartition('@')
        self.userinfo, self.host = user.encode(), parts.hostname or ''
        port = host.rpartition(']')[2].partition(':')[2]
        if port and not port.isdigit():
            raise InvalidURL(f'Invalid port: {port!r}')
        self.port = int(port) if port and int(port) != _web.PORTS.get(self.scheme) else None
        host = f'[{self.host}]' if ':' in self.host else self.host
        self._netloc = host if self.port is None else f'{host}:{self.port}'
        query = parts.query if params is None else str(QueryParams(params))
        path = _quoted(parts.path)
        if '/.' in path:
            path = _without_dots(path.split('/'))
        self.path, self.query = unquote(path) or '/', _quoted(query).encode()
        mark = '?' if query or params is None and '?' in url.partition('#')[0] else ''
        self._path, self.fragment = path + mark + self.query.decode(), unquote(parts.fragment)
        self._fragment = parts.fragment

    @property
    def netloc(self):
        return self._netloc.encode()

    @property
    def raw_path(self):
        return (self._path if self._path[:1] not in ('', '?') else '/' + self._path).encode()

    @property
    def params(self):
        return QueryParams(self.query.decode())

    @property
    def username(self):
        return unquote(self.userinfo.decode().partition(':')[0])

    @property
    def password(self):
        return unquote(self.userinfo.decode().partition(':')[2])

    @property
    def is_absolute_url(self):
        return bool(self.scheme and self.host)

    @property
    def is_relative_url(self):
        return not self.is_absolute_url

    def join(self, url):
        return URL(urljoin(str(self), str(URL(url))))

    def copy_with(self, **kwargs):
        parts = urlsplit(str(self))
        netloc = kwargs.pop('netloc', parts.netloc.encode())
        if 'host' in kwargs or 'port' in kwargs:
            host, port = kwargs.pop('host', self.host), kwargs.pop('port', self.port)
            netloc = (host if port is None else f'{host}:{port}').encode()
        for name in 'path', 'query', 'raw_path':
            if isinstance(kwargs.get(name), bytes):
                kwargs[name] = kwargs[name].decode()
        if 'raw_path' in kwargs:
            kwargs['path'], _, kwargs['query'] = kwargs.pop('raw_path').partition('?')
        if 'params' in kwargs:
            kwargs['query'] = str(QueryParams(kwargs.pop('params')))
        return URL(parts._replace(netloc=netloc.decode(), **kwargs).geturl())

    def copy_set_param(self, key, value=None):
        return URL(self, params=QueryParams({**self.params, key: value}))

    def __str__(self):
        return self._text(self.userinfo.decode())

    def __repr__(self):
        user, colon, _ = self.userinfo.decode().partition(':')
        return f'URL({self._text(user + (":[secure]" if colon else ""))!r})'

    def _text(self, user):
        start = f'{self.scheme}:' if self.scheme else ''
        if self._netloc or self.scheme in _web.PORTS:
            start += f'//{user}{"@" if user else ""}{self._netloc}'
        return start + self._path + (f'#{self._fragment}' if self._fragment else '')

    def __eq__(self, other):
        return isinstance(other, (URL, str)) and str(self) == str(URL(other))

    def __hash__(self):
        return hash(str(self))


def _quoted(text):
    return quote(text, "%!$&'()*+,/:;=?@[]|{}\\^`")


class QueryParams(_web.Headers):
    # Several of a name are kept; their case counts.
    def __init__(self, params=None):
        if isinstance(params, str):
            from urllib.parse import parse_qsl

            params = parse_qsl(params, True)
        self._all = []
        for name, value in _web.pairs(params):
            several = value if isinstance(value, (list, tuple)) else [value]
            self._all += [(str(name), _plain(one)) for one in several]

    def get_all(self, name, default=None):
        return [v for n, v in self._all if n == name] or default

    def get_list(self, key):
        return self.get_all(key, [])

    def merge(self, params):
        params = QueryParams(params)
        new = QueryParams()
        new._all = [pair for pair in self._all if pair[0] not in params] + params._all
        return new

    __getitem__, __contains__ = _web.MultiHeaders.__getitem__, _web.MultiHeaders.__contains__

    def _lower(self):
        return dict.fromkeys(name for name, _ in self._all)

    def __iter__(self):
        return iter(self._lower())

    def __str__(self):
        return urlencode(self._all)

    def __repr__(self):
        return f'QueryParams({str(self)!r})'


def _plain(value):
    return {True: 'true', False: 'false', None: ''}[value] if value is None or isinstance(value, bool) else str(value)


class Headers(_web.Headers):
    def add(self, name, value):
        if isinstance(value, bytes):
            value = value.decode('latin-1')
        if not isinstance(value, str):
            raise TypeError(f'Header value must be str or bytes, not {type(value)}')
        super().add(name.decode('latin-1') if isinstance(name, bytes) else name, value)

    @property
    def raw(self):
        return [(name.encode(), value.encode('latin-1')) for name, value in self._all]

    def multi_items(self):
        return [(name.lower(), value) for name, value in self._all]

    def __iter__(self):
        return iter(self._lower())

    def get_list(self, key, split_commas=False):
        found = self.get_all(key, [])
        return [part.strip() for value in found for part in value.split(',')] if split_commas else found

    def __repr__(self):
        secret = 'authorization', 'proxy-authorization'
        items = [(name, '[secure]' if name in secret else value) for name, value in self.multi_items()]
        return f'Headers({dict(items) if len(items) == len(self) else items})'


class Cookies(_web.Cookies):
    def __repr__(self):
        cookies = [f'<Cookie {name}={value} for {self._hosts.get(name, "")} />' for name, value in self.items()]
        return f'<Cookies[{", ".join(cookies)}]>'


_UNSET = object()


class Timeout:
    def __init__(self, timeout=_UNSET, *, connect=_UNSET, read=_UNSET, write=_UNSET, pool=_UNSET):
        if isinstance(timeout, Timeout):
            four = timeout.connect, timeout.read, timeout.write, timeout.pool
        elif isinstance(timeout, tuple):
            four = (*timeout, None, None)[:4]
        else:
            four = [timeout if value is _UNSET else value for value in (connect, read, write, pool)]
            if _UNSET in four:
                raise ValueError('httpx.Timeout must either include a default, or set all four parameters explicitly.')
        self.connect, self.read, self.write, self.pool = four

    def as_dict(self):
        return {'connect': self.connect, 'read': self.read, 'write': self.write, 'pool': self.pool}

    def __eq__(self, other):
        return isinstance(other, Timeout) and self.as_dict() == other.as_dict()

    def __repr__(self):
        four = self.as_dict()
        if len(set(four.values())) == 1:
            return f'Timeout(timeout={self.read})'
        return f'Timeout({", ".join([f"{name}={value}" for name, value in four.items()])})'


class Limits:
    def __init__(self, *, max_connections=None, max_keepalive_connections=None, keepalive_expiry=5.0):
        self.max_connections, self.max_keepalive_connections = max_connections, max_keepalive_connections
        self.keepalive_expiry = keepalive_expiry

    def __repr__(self):
        return f'Limits(max_connections={self.max_connections}, max_keepalive_connections={self.max_keepalive_connections}, keepalive_expiry={self.keepalive_expiry})'  # fmt: skip


class BasicAuth:
    def __init__(self, username, password):
        self._header = _web.basic(username, password, 'utf-8')

    def __call__(self, request):
        request.headers['Authorization'] = self._header
        return request


class Request:
    def __init__(
        self, method, url, *, params=None, headers=None, cookies=None, content=None, data=None, files=None, json=None
    ):  # fmt: skip
        if files:
            raise NotImplementedError('files= is not supported here: send their content with content=')
        self.method, self.url, self.headers = method.upper(), URL(url, params=params), Headers(headers)
        self.content, kind = _content(content, data, json)
        if self.url.host:
            host = 'Host', self.url._netloc
            self.headers._all[:0] = [] if 'host' in self.headers else [host]
        if self.content or self.method in ('POST', 'PUT', 'PATCH'):
            self.headers.setdefault('Content-Length', str(len(self.content)))
        if kind:
            self.headers.setdefault('Content-Type', kind)
        self._add_cookies(cookies or Cookies())

    def _add_cookies(self, cookies):
        text = Cookies.header(cookies, str(self.url)) if isinstance(cookies, Cookies) else Cookies(cookies).header('')
        if text:
            self.headers['Cookie'] = text

    def read(self):
        return self.content

    def __repr__(self):
        return f'<Request({self.method!r}, {str(self.url)!r})>'


def _content(content, data, json):
    kind = None
    if data and not hasattr(data, 'items'):
        content, data = data, None
    if content is None and data:
        pairs = [(n, one) for n, v in data.items() for one in (v if isinstance(v, (list, tuple)) else [v])]
        content, kind = urlencode([(name, _plain(value)) for name, value in pairs]), 'application/x-www-form-urlencoded'
    elif content is None and json is not None:
        content = _json.dumps(json, ensure_ascii=False, separators=(',', ':'), allow_nan=False)
        kind = 'application/json'
    if isinstance(content, str):
        content = content.encode()
    elif content is not None and not isinstance(content, bytes):
        if not hasattr(content, '__iter__'):
            raise TypeError(f"Unexpected type for 'content', {type(content)}")
        content = b''.join(content)
    return content or b'', kind


class Response:
    http_version = 'HTTP/1.1'

    def __init__(
        self, status_code, *, headers=None, content=None, text=None, html=None, json=None, request=None, history=None
    ):  # fmt: skip
        self.status_code, self.headers, self._request = status_code, Headers(headers), request
        self.history, self.next_request, self._elapsed = history or [], None, None
        self.is_closed = self.is_stream_consumed = True
        self.reason_phrase = codes.get_reason_phrase(status_code)
        kind = 'text/plain; charset=utf-8' if text is not None else 'text/html; charset=utf-8'
        if text is not None or html is not None:
            content = text if text is not None else html
        else:
            kind = None
        self.content, found = _content(content, None, json)
        if content is not None or json is not None:
            self.headers.setdefault('Content-Length', str(len(self.content)))
        if kind or found:
            self.headers.setdefault('Content-Type', kind or found)

    def __repr__(self):
        return f'<Response [{self.status_code} {self.reason_phrase}]>'

    @property
    def request(self):
        if self._request is None:
            raise RuntimeError('The request instance has not been set on this response.')
        return self._request

    @request.setter
    def request(self, request):
        self._request = request

    @property
    def url(self):
        return self.request.url

    @property
    def elapsed(self):
        from datetime import timedelta

        if self._elapsed is None:
            raise RuntimeError("'.elapsed' may only be accessed after the response has been read or closed.")
        return timedelta(seconds=self._elapsed)

    @property
    def cookies(self):
        cookies = Cookies()
        cookies.keep(str(self.url), self.headers)
        return cookies

    @property
    def charset_encoding(self):
        return _web.media_type(self.headers.get('Content-Type'))[1].get('charset')

    @property
    def encoding(self):
        return self.__dict__.get('_encoding') or self.charset_encoding or 'utf-8'

    @encoding.setter
    def encoding(self, encoding):
        self._encoding = encoding

    @property
    def text(self):
        return self.content.decode(self.encoding, 'replace')

    @property
    def num_bytes_downloaded(self):
        return len(self.content)

    def json(self, **kwargs):
        return _json.loads(self.content, **kwargs)

    @property
    def is_informational(self):
        return self.status_code // 100 == 1

    @property
    def is_success(self):
        return self.status_code // 100 == 2

    @property
    def is_redirect(self):
        return self.status_code // 100 == 3

    @property
    def is_client_error(self):
        return self.status_code // 100 == 4

    @property
    def is_server_error(self):
        return self.status_code // 100 == 5

    @property
    def is_error(self):
        return self.status_code // 100 in (4, 5)

    @property
    def has_redirect_location(self):
        return self.status_code in _web.REDIRECTS and 'Location' in self.headers

    def raise_for_status(self):
        if self._request is None:
            raise RuntimeError('Cannot call `raise_for_status` as the request instance has not been set on this response.')
        if self.is_success:
            return self
        kinds = {1: 'Informational response', 3: 'Redirect response', 4: 'Client error', 5: 'Server error'}
        kind = kinds.get(self.status_code // 100, 'Invalid status code')
        message = f"{kind} '{self.status_code} {self.reason_phrase}' for url '{self.url}'"
        if self.has_redirect_location:
            message += f"\nRedirect location: '{self.headers['location']}'"
        message += f'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/{self.status_code}'  # fmt: skip
        raise HTTPStatusError(message, request=self.request, response=self)

    def read(self):
        return self.content

    async def aread(self):
        return self.content

    def iter_bytes(self, chunk_size=None):
        return iter(_chunks(self.content, chunk_size))

    iter_raw = iter_bytes

    def iter_text(self, chunk_size=None):
        return iter(_chunks(self.text, chunk_size))

    def iter_lines(self):
        return iter(self.text.splitlines())

    async def aiter_bytes(self, chunk_size=None):
        for chunk in _chunks(self.content, chunk_size):
            yield chunk

    aiter_raw = aiter_bytes

    async def aiter_text(self, chunk_size=None):
        for chunk in _chunks(self.text, chunk_size):
            yield chunk

    async def aiter_lines(self):
        for line in self.text.splitlines():
            yield line

    def close(self):
        pass

    async def aclose(self):
        pass


def _chunks(data, size):
    return [data[i : i + size] for i in range(0, len(data), size)] if size else [data] if data else []


class _UseClientDefault:
    pass


USE_CLIENT_DEFAULT = _UseClientDefault()


class _Client:
    is_closed = False

    def __init__(
        self, *, auth=None, params=None, headers=None, cookies=None, verify=True, cert=None, trust_env=True, http1=True,
        http2=False, proxy=None, mounts=None, timeout=5.0, follow_redirects=False, limits=None, max_redirects=20,
        event_hooks=None, base_url='', transport=None, default_encoding='utf-8',
    ):  # fmt: skip
        for name, value in [('proxy', proxy), ('mounts', mounts), ('transport', transport), ('event_hooks', event_hooks)]:
            if value:
                raise NotImplementedError(f'{name} is not supported here')
        self.base_url = base = URL(base_url)
        if base.raw_path[-1:] != b'/':
            self.base_url = base.copy_with(raw_path=base.raw_path + b'/')
        self.auth, self.params, self.cookies = auth, QueryParams(params), Cookies(cookies)
        self.headers = Headers(
            {'Accept': '*/*', 'Accept-Encoding': 'gzip, deflate', 'Connection': 'keep-alive', 'User-Agent': f'python-httpx/{__version__}'}
        )  # fmt: skip
        for name, value in _web.pairs(headers):
            self.headers[name] = value
        # As many exchanges as there may be connections; the others wait.
        count = 100 if limits is None else limits.max_connections
        self._places = self._new_places(1 << 30 if count is None else count)
        self.timeout, self.follow_redirects, self.max_redirects = Timeout(timeout), follow_redirects, max_redirects

    def build_request(
        self, method, url, *, content=None, data=None, files=None, json=None, params=None, headers=None, cookies=None,
        timeout=USE_CLIENT_DEFAULT, extensions=None,
    ):  # fmt: skip
        url = URL(url)
        if url.is_relative_url and str(self.base_url):
            url = self.base_url.copy_with(raw_path=self.base_url.raw_path + url.raw_path.lstrip(b'/'))
        merged = Headers(self.headers)
        added = Headers(headers)
        merged._all = [pair for pair in self.headers._all if pair[0] not in added] + added._all
        if params is not None or self.params:
            params = self.params.merge(params)
        all_cookies = Cookies()
        all_cookies.update(self.cookies)
        all_cookies.update(cookies or {})
        request = Request(
            method, url, params=params, headers=merged, cookies=all_cookies, content=content, data=data, files=files,
            json=json,
        )  # fmt: skip
        request._timeout = self.timeout if timeout is USE_CLIENT_DEFAULT else Timeout(timeout)
        return request

    def _patience(self, request):
        return getattr(request, '_timeout', self.timeout).pool

    def _sent(self, request, auth, follow):
        if self.is_closed:
            raise RuntimeError('Cannot send a request, as the client has been closed.')
        auth = self.auth if auth is USE_CLIENT_DEFAULT else auth
        follow = self.follow_redirects if follow is USE_CLIENT_DEFAULT else follow
        if auth is None and request.url.userinfo:
            auth = request.url.username, request.url.password
        if isinstance(auth, tuple):
            auth = BasicAuth(*auth)
        if auth:
            auth(request)
        return self._followed(request, follow)

    def _followed(self, request, follow):
        history = []
        while True:
            _check(request)
            timeout = getattr(request, '_timeout', self.timeout)
            body = request.content or (b'' if 'Content-Length' in request.headers else None)
            answer = yield _web.begin(
                request.method, str(request.url), request.headers._all, body, timeout.read,
                self.max_redirects if follow else 0,
            )  # fmt: skip
            if isinstance(answer, _web.Failure):
                raise _fault(answer, request, isinstance(self, AsyncClient))
            response = Response(answer.status, headers=answer.headers, request=request, history=list(history))
            response.content, response._elapsed = answer.body, answer.elapsed
            response.reason_phrase = answer.reason
            if answer.redirected or request.url.is_relative_url:
                request.url = URL(answer.url)
            self.cookies.keep(str(request.url), response.headers)
            if not response.has_redirect_location:
                return response
            following = self._following(response)
            if not follow:
                response.next_request = following
                return response
            history.append(response)
            if len(history) > self.max_redirects:
                raise TooManyRedirects('Exceeded maximum allowed redirects.', request=request)
            request = following

    def _following(self, response):
        before, status, method = response.request, response.status_code, response.request.method
        if status in (302, 303) and method != 'HEAD' or status == 301 and method == 'POST':
            method = 'GET'
        url = before.url.join(response.headers['Location'])
        if before.url._fragment and not url._fragment:
            url = url.copy_with(fragment=before.url._fragment)
        headers = Headers(before.headers)
        dropped = ['host', 'cookie']
        if url._netloc != before.url._netloc:
            dropped.append('authorization')
        content = before.content
        if method != before.method:
            content = None
            dropped.append('content-length')
        headers._all = [pair for pair in before.headers._all if pair[0].lower() not in dropped]
        request = Request(method, url, headers=headers, cookies=self.cookies, content=content)
        request._timeout = getattr(before, '_timeout', self.timeout)
        return request

    def get(self, url, **kwargs):
        return self.request('GET', url, **kwargs)

    def options(self, url, **kwargs):
        return self.request('OPTIONS', url, **kwargs)

    def head(self, url, **kwargs):
        return self.request('HEAD', url, **kwargs)

    def post(self, url, **kwargs):
        return self.request('POST', url, **kwargs)

    def put(self, url, **kwargs):
        return self.request('PUT', url, **kwargs)

    def patch(self, url, **kwargs):
        return self.request('PATCH', url, **kwargs)

    def delete(self, url, **kwargs):
        return self.request('DELETE', url, **kwargs)


def _check(request):
    url = request.url
    for name, value in request.headers._all:
        if '\n' in value or '\r' in value:
            raise LocalProtocolError(f'Illegal header value {value.encode("latin-1")!r}', request=request)
        if not name or ' ' in name or '\n' in name:
            raise LocalProtocolError(f'Illegal header name {name.encode("latin-1")!r}', request=request)
    if not _web.is_own(str(url)) and (url.scheme not in _web.PORTS or not url.host):
        unknown = url.scheme and url.host and url.scheme not in _web.PORTS
        what = f'has an unsupported protocol {url.scheme + "://"!r}' if unknown else "is missing an 'http://' or 'https://' protocol"
        raise UnsupportedProtocol(f'Request URL {what}.', request=request)


class Client(_Client):
    def request(self, method, url, *, auth=USE_CLIENT_DEFAULT, follow_redirects=USE_CLIENT_DEFAULT, **kwargs):
        return self.send(self.build_request(method, url, **kwargs), auth=auth, follow_redirects=follow_redirects)

    def send(self, request, *, stream=False, auth=USE_CLIENT_DEFAULT, follow_redirects=USE_CLIENT_DEFAULT):
        steps = self._sent(request, auth, follow_redirects)
        if not self._places.acquire(timeout=self._patience(request)):
            raise PoolTimeout('', request=request)
        try:
            return _web.run(steps)
        finally:
            self._places.release()

    def _new_places(self, count):
        from threading import Semaphore

        return Semaphore(count)

    @contextmanager
    def stream(self, method, url, **kwargs):
        yield self.request(method, url, **kwargs)

    def close(self):
        self.is_closed = True

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class AsyncClient(_Client):
    async def request(self, method, url, *, auth=USE_CLIENT_DEFAULT, follow_redirects=USE_CLIENT_DEFAULT, **kwargs):
        return await self.send(self.build_request(method, url, **kwargs), auth=auth, follow_redirects=follow_redirects)

    async def send(self, request, *, stream=False, auth=USE_CLIENT_DEFAULT, follow_redirects=USE_CLIENT_DEFAULT):
        from asyncio import timeout

        steps = self._sent(request, auth, follow_redirects)
        try:
            async with timeout(self._patience(request)):
                await self._places.acquire()
        except TimeoutError:
            raise PoolTimeout('', request=request) from None
        try:
            return await _web.run_later(steps)
        finally:
            self._places.release()

    def _new_places(self, count):
        from asyncio import Semaphore

        return Semaphore(count)

    @asynccontextmanager
    async def stream(self, method, url, **kwargs):
        yield await self.request(method, url, **kwargs)

    async def aclose(self):
        self.is_closed = True

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exception):
        await self.aclose()


def request(method, url, *, cookies=None, proxy=None, timeout=5.0, verify=True, trust_env=True, **kwargs):
    with Client(cookies=cookies, proxy=proxy, timeout=timeout) as client:
        return client.request(method, url, **kwargs)


@contextmanager
def stream(method, url, **kwargs):
    yield request(method, url, **kwargs)


def get(url, **kwargs):
    return request('GET', url, **kwargs)


def options(url, **kwargs):
    return request('OPTIONS', url, **kwargs)


def head(url, **kwargs):
    return request('HEAD', url, **kwargs)


def post(url, **kwargs):
    return request('POST', url, **kwargs)


def put(url, **kwargs):
    return request('PUT', url, **kwargs)


def patch(url, **kwargs):
    return request('PATCH', url, **kwargs)


def delete(url, **kwargs):
    return request('DELETE', url, **kwargs)
