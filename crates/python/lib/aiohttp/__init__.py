# aiohttp: a client for tasks; no server. Exchanges are the host's.

import asyncio
import json as _json
from collections import namedtuple

import _web
from urllib.parse import urlencode
from yarl import URL

from aiohttp.client_exceptions import (  # noqa: F401
    ClientConnectionError, ClientConnectionResetError, ClientConnectorDNSError, ClientConnectorError,
    ClientConnectorSSLError, ClientError, ClientOSError, ClientPayloadError, ClientResponseError, ClientSSLError,
    ConnectionTimeoutError, ContentTypeError, InvalidURL, InvalidUrlClientError, InvalidUrlRedirectClientError,
    NonHttpUrlClientError, NonHttpUrlRedirectClientError, RedirectClientError, ServerConnectionError,
    ServerDisconnectedError, ServerTimeoutError, SocketTimeoutError, TooManyRedirects, of_failure,
)  # fmt: skip

__version__ = '3.14.5'

ClientTimeout = namedtuple(
    'ClientTimeout', 'total connect sock_read sock_connect ceil_threshold', defaults=(None, None, None, None, 5)
)  # fmt: skip
RequestInfo = namedtuple('RequestInfo', 'url method headers real_url')
HttpVersion = namedtuple('HttpVersion', 'major minor')


class BasicAuth(namedtuple('BasicAuth', 'login password encoding', defaults=('', 'latin1'))):
    def encode(self):
        return _web.basic(self.login, self.password, 'latin-1' if self.encoding == 'latin1' else self.encoding)


def encode_basic_auth(login, password='', encoding='utf-8'):
    return _web.basic(login, password, encoding)


class CIMultiDict(_web.MultiHeaders):
    def getall(self, key, *default):
        found = self.get_all(key)
        if found is None and not default:
            raise KeyError(key)
        return default[0] if found is None else found

    def getone(self, key):
        return self[key]

    def __repr__(self):
        return f'<CIMultiDictProxy({", ".join([f"{name!r}: {value!r}" for name, value in self._all])})>'


class Morsel:
    def __init__(self, key, value):
        self.key, self.value = key, value

    def __str__(self):
        return f'Set-Cookie: {self.key}={self.value}'


class TCPConnector:
    # How many exchanges there may be at once; the others wait.
    def __init__(self, *, limit=100, limit_per_host=0, **kwargs):
        asyncio.get_running_loop()
        self.limit, self.limit_per_host, self._hosts = limit, limit_per_host, {}
        self._places = asyncio.Semaphore(limit) if limit else None

    def _places_for(self, host):
        if not self.limit_per_host:
            return [self._places] if self._places else []
        own = self._hosts.get(host)
        if own is None:
            own = self._hosts[host] = asyncio.Semaphore(self.limit_per_host)
        # Its own first: who waits for that takes no place from other hosts.
        return [own, self._places] if self._places else [own]

    async def close(self):
        pass


class StreamReader:
    def __init__(self, data):
        self._data = data

    async def read(self, n=-1):
        n = len(self._data) if n < 0 else n
        data, self._data = self._data[:n], self._data[n:]
        return data

    async def readany(self):
        return await self.read()

    async def readline(self):
        return await self.read(self._data.find(b'\n') + 1 or -1)

    def at_eof(self):
        return not self._data

    async def iter_chunked(self, n):
        while self._data:
            yield await self.read(n)

    async def iter_any(self):
        while self._data:
            yield await self.read()

    def __aiter__(self):
        return self

    async def __anext__(self):
        line = await self.readline()
        if not line:
            raise StopAsyncIteration
        return line


class ClientResponse:
    version = HttpVersion(1, 1)

    def __init__(self, answer, info, history):
        self.status, self.reason, self.method, self.request_info = answer.status, answer.reason, info.method, info
        own = _web.is_own(str(info.url))
        self.real_url = URL(answer.url) if answer.redirected or own else info.real_url
        self.url = self.real_url.with_fragment(None)
        self.headers, self._body = CIMultiDict(answer.headers), answer.body
        self.history, self.content, self._is_read, self.closed = tuple(history), StreamReader(answer.body), False, False
        cookies = _web.Cookies()
        cookies.keep(str(self.url), self.headers)
        self.cookies = {name: Morsel(name, value) for name, value in cookies.items()}

    @property
    def ok(self):
        return self.status < 400

    @property
    def host(self):
        return self.url.host

    @property
    def content_type(self):
        return _web.media_type(self.headers.get('Content-Type'))[0] or 'application/octet-stream'

    @property
    def charset(self):
        return _web.media_type(self.headers.get('Content-Type'))[1].get('charset')

    @property
    def content_length(self):
        length = self.headers.get('Content-Length')
        return None if length is None else int(length)

    def get_encoding(self):
        return self.charset or 'utf-8'

    async def read(self):
        if self.closed and not self._is_read:
            raise ClientConnectionError('Connection closed')
        self._is_read = True
        self.content._data = b''
        return self._body

    async def text(self, encoding=None, errors='strict'):
        return (await self.read()).decode(encoding or self.get_encoding(), errors)

    async def json(self, *, encoding=None, loads=_json.loads, content_type='application/json'):
        await self.read()
        kind = self.content_type
        as_json = kind[:12] == 'application/' and (kind[12:] == 'json' or kind[-5:] == '+json')
        if content_type and not (as_json if content_type == 'application/json' else content_type in kind):
            self._raise(ContentTypeError, f'Attempt to decode JSON with unexpected mimetype: {self.headers.get("Content-Type", "").lower()}')  # fmt: skip
        body = self._body.strip()
        return loads(body.decode(encoding or self.get_encoding())) if body else None

    def raise_for_status(self):
        if not self.ok:
            self.release()
            self._raise(ClientResponseError, self.reason)

    def _raise(self, error, message):
        raise error(self.request_info, self.history, status=self.status, message=message, headers=self.headers)

    def release(self):
        self.closed = True

    close = release

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exception):
        self.release()

    def __repr__(self):
        return f'<ClientResponse({self.url}) [{self.status} {self.reason or None}]>\n{self.headers!r}\n'


class _Asking:
    # What is being asked: `await` gives the response, `async with` also lets go of it.
    def __init__(self, coroutine, session=None):
        self._coroutine, self._session = coroutine, session

    def __await__(self):
        return self._coroutine.__await__()

    def send(self, value):
        return self._coroutine.send(value)

    def throw(self, *exception):
        return self._coroutine.throw(*exception)

    def close(self):
        return self._coroutine.close()

    async def __aenter__(self):
        self._response = await self._coroutine
        return self._response

    async def __aexit__(self, *exception):
        self._response.release()
        if self._session:
            await self._session.close()


_DEFAULT = object()


class ClientSession:
    def __init__(
        self, base_url=None, *, connector=None, headers=None, cookies=None, auth=None, timeout=_DEFAULT,
        raise_for_status=False, json_serialize=_json.dumps, trust_env=False, connector_owner=True,
    ):  # fmt: skip
        asyncio.get_running_loop()
        self._base_url = None
        if base_url is not None:
            self._base_url = base = URL(base_url)
            if not base.absolute and not _web.is_own(str(base)):
                raise ValueError('URL should be absolute')
            if base.path[-1:] != '/':
                raise ValueError("base_url must have a trailing '/'")
        self.connector = connector or TCPConnector()
        self.headers, self.auth, self.closed = CIMultiDict(headers), auth, False
        self.timeout = ClientTimeout(total=300, sock_connect=30) if timeout is _DEFAULT else timeout
        self.raise_for_status, self._dumps, self._cookies = raise_for_status, json_serialize, _web.Cookies(cookies)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exception):
        await self.close()

    def __enter__(self):
        raise TypeError('Use async with instead')

    def __exit__(self, *exception):
        pass

    async def close(self):
        self.closed = True

    @property
    def cookie_jar(self):
        return [Morsel(name, value) for name, value in self._cookies.items()]

    def request(self, method, url, **kwargs):
        return _Asking(self._request(method, url, **kwargs))

    def get(self, url, *, allow_redirects=True, **kwargs):
        return self.request('GET', url, allow_redirects=allow_redirects, **kwargs)

    def options(self, url, *, allow_redirects=True, **kwargs):
        return self.request('OPTIONS', url, allow_redirects=allow_redirects, **kwargs)

    def head(self, url, *, allow_redirects=False, **kwargs):
        return self.request('HEAD', url, allow_redirects=allow_redirects, **kwargs)

    def post(self, url, *, data=None, **kwargs):
        return self.request('POST', url, data=data, **kwargs)

    def put(self, url, *, data=None, **kwargs):
        return self.request('PUT', url, data=data, **kwargs)

    def patch(self, url, *, data=None, **kwargs):
        return self.request('PATCH', url, data=data, **kwargs)

    def delete(self, url, **kwargs):
        return self.request('DELETE', url, **kwargs)

    async def _request(
        self, method, str_or_url, *, params=None, data=None, json=None, cookies=None, headers=None, auth=None,
        allow_redirects=True, max_redirects=10, timeout=_DEFAULT, raise_for_status=None, ssl=True, proxy=None,
    ):  # fmt: skip
        if self.closed:
            raise RuntimeError('Session is closed')
        if data is not None and json is not None:
            raise ValueError('data and json parameters can not be used at the same time')
        if proxy:
            raise NotImplementedError('proxy is not supported here')
        try:
            url = URL(str_or_url)
        except ValueError:
            raise InvalidUrlClientError(str_or_url) from None
        if self._base_url is not None and not url.absolute:
            url = self._base_url.join(url)
        url = url.extend_query(params)
        sent = self._headers(url, headers, auth or self.auth)
        body = _body(sent, method.upper(), data, json, self._dumps)
        timeout = self.timeout if timeout is _DEFAULT else timeout
        if not isinstance(timeout, ClientTimeout):
            timeout = ClientTimeout(timeout)
        steps = self._followed(
            method.upper(), url, sent, body, cookies or {}, timeout.sock_read, max_redirects if allow_redirects else 0
        )  # fmt: skip
        # Of a total time that is over `asyncio.timeout` tells, with the exception that aiohttp has, too.
        async with asyncio.timeout(timeout.total or None):
            response = await self._in_turn(self.connector._places_for(url.host), steps)
        if self.raise_for_status if raise_for_status is None else raise_for_status:
            response.raise_for_status()
        return response

    async def _in_turn(self, places, steps):
        if not places:
            return await _web.run_later(steps)
        async with places[0]:
            return await self._in_turn(places[1:], steps)

    def _headers(self, url, headers, auth):
        sent = CIMultiDict(self.headers)
        added = CIMultiDict(headers)
        sent._all = [pair for pair in self.headers._all if pair[0] not in added] + added._all
        for name, value in sent._all:
            if not isinstance(value, str):
                raise TypeError(f'Cannot serialize non-str key {value!r}')
            if '\n' in name + value or '\r' in name + value:
                raise ValueError('Forbidden control character detected in headers. Potential header injection attack.')
        defaults = {'Host': url._parts.netloc, 'Accept': '*/*', 'Accept-Encoding': 'gzip, deflate', 'User-Agent': f'Python/3.13 aiohttp/{__version__}'}  # fmt: skip
        for name, value in defaults.items():
            if name not in sent and value:
                sent.add(name, value)
        if auth is None and url.user:
            auth = BasicAuth(url.user, url.password or '')
        if auth is not None:
            if not isinstance(auth, BasicAuth):
                raise TypeError('BasicAuth() tuple is required instead')
            sent['Authorization'] = auth.encode()
        return sent

    def _followed(self, method, url, headers, body, cookies, limit, redirects):
        history = []
        while True:
            _check(url, history)
            headers.pop('Cookie', None) if history else None
            all_cookies = _web.Cookies(cookies)
            text = '; '.join([text for text in (self._cookies.header(str(url)), all_cookies.header(str(url))) if text])
            if text and 'Cookie' not in headers:
                headers.add('Cookie', text)
            info = RequestInfo(url.with_fragment(None), method, CIMultiDict(headers), url)
            answer = yield _web.begin(method, str(url), headers._all, body, limit, redirects)
            if isinstance(answer, _web.Failure):
                raise of_failure(answer, info)
            response = ClientResponse(answer, info, history)
            # As in aiohttp, hosts that are only a number have no cookies.
            if response.host and not response.host.replace('.', '').isdigit():
                self._cookies.keep(str(response.url), response.headers)
            if response.status not in _web.REDIRECTS or not redirects:
                return response
            history.append(response)
            if len(history) >= redirects:
                raise TooManyRedirects(history[0].request_info, tuple(history))
            location = response.headers.get('Location') or response.headers.get('URI')
            response.history = tuple(history)
            if location is None:
                return response
            status = response.status
            if status == 303 and method != 'HEAD' or status in (301, 302) and method == 'POST':
                method, body = 'GET', None
                headers.pop('Content-Length', None)
                headers.pop('Content-Type', None)
            before, url = response.real_url, response.real_url.join(location)
            if before.fragment and not url.fragment:
                url = url.with_fragment(before.fragment)
            if url._parts.netloc != before._parts.netloc:
                headers.pop('Authorization', None)
            headers['Host'] = url._parts.netloc


def _check(url, history):
    parts = url._parts
    if parts.scheme and parts.scheme not in _web.PORTS:
        raise NonHttpUrlRedirectClientError(str(url)) if history else NonHttpUrlClientError(url)
    if not (parts.scheme and url.host) and not _web.is_own(str(url)):
        raise (InvalidUrlRedirectClientError if history else InvalidUrlClientError)(url)


def _body(headers, method, data, json, dumps):
    if json is not None:
        data, kind = dumps(json), 'application/json'
    elif data is None or isinstance(data, (bytes, bytearray)):
        kind = 'application/octet-stream'
        if data is None and method not in ('POST', 'PUT', 'PATCH'):
            return None
    elif isinstance(data, str):
        kind = 'text/plain; charset=utf-8'
    elif isinstance(data, (list, tuple)) or hasattr(data, 'items'):
        data, kind = urlencode(_web.pairs(data), True), 'application/x-www-form-urlencoded'
    else:
        raise TypeError(f'Only io.IOBase, multidict and (name, file) pairs allowed, use .add_field() for passing more complex parameters, got {data!r}')  # fmt: skip
    body = data.encode() if isinstance(data, str) else data or b''
    if 'Content-Length' not in headers:
        headers.add('Content-Length', str(len(body)))
    if 'Content-Type' not in headers:
        headers.add('Content-Type', kind)
    return body


def request(method, url, **kwargs):
    session = ClientSession()
    return _Asking(session._request(method, url, **kwargs), session)
