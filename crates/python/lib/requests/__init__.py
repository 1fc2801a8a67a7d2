# requests: what programs ask the network for, and the answers. Exchanges are the host's.

import json as _json

import _web
from urllib.parse import _without_dots, quote, unquote, urlencode, urljoin, urlsplit

import requests.adapters as adapters
import requests.auth as auth
import requests.exceptions as exceptions
from requests.exceptions import (  # noqa: F401
    ConnectionError, ConnectTimeout, HTTPError, InvalidHeader, InvalidJSONError, InvalidSchema, InvalidURL,
    JSONDecodeError, MissingSchema, ReadTimeout, RequestException, Timeout, TooManyRedirects, URLRequired,
)  # fmt: skip

__version__ = '2.34.2'


class CaseInsensitiveDict(_web.Headers):
    __module__ = 'requests.structures'


class RequestsCookieJar(_web.Cookies):
    __module__ = 'requests.cookies'

    def get_dict(self, domain=None, path=None):
        return dict(self)

    def __repr__(self):
        cookies = [f'<Cookie {name}={value} for {self._hosts.get(name, "")}/>' for name, value in self.items()]
        return f'<RequestsCookieJar[{", ".join(cookies)}]>'


class Request:
    __module__ = 'requests.models'

    def __init__(
        self, method=None, url=None, headers=None, files=None, data=None, params=None, auth=None, cookies=None,
        hooks=None, json=None,
    ):  # fmt: skip
        self.method, self.url, self.headers, self.files, self.data = method, url, headers, files, data
        self.params, self.auth, self.cookies, self.hooks, self.json = params, auth, cookies, hooks, json

    def __repr__(self):
        return f'<Request [{self.method}]>'

    def prepare(self):
        return PreparedRequest(self, CaseInsensitiveDict(self.headers), self.params, self.auth, self.cookies)


class PreparedRequest:
    __module__ = 'requests.models'

    # `wanted` is what the program has said; the rest is that with what the session adds to it.
    def __init__(self, wanted, headers, params, auth, cookies):
        if wanted.files:
            raise NotImplementedError('files= is not supported here: send their content with data=')
        self.method, self.hooks = wanted.method.upper(), wanted.hooks
        self.url = _url(wanted.url, _pairs(params))
        self.headers, self.body = headers, None
        for name, value in headers.multi_items():
            _check_header(name, value)
        self._add_cookies(RequestsCookieJar(cookies))
        self._add_body(wanted.data, wanted.json)
        parts = urlsplit(self.url)
        if auth is None and parts.username:
            auth = unquote(parts.username), unquote(parts.password or '')
        if isinstance(auth, tuple):
            auth = globals()['auth'].HTTPBasicAuth(*auth)
        if auth:
            auth(self)

    def __repr__(self):
        return f'<PreparedRequest [{self.method}]>'

    @property
    def path_url(self):
        return urlsplit(self.url)._replace(scheme='', netloc='', fragment='').geturl()

    def copy(self):
        copy = PreparedRequest.__new__(PreparedRequest)
        copy.__dict__.update(self.__dict__, headers=self.headers.copy())
        return copy

    def _content(self):
        body = self.body.encode() if isinstance(self.body, str) else self.body
        return body or (b'' if 'Content-Length' in self.headers else None)

    def _add_cookies(self, cookies):
        text = cookies.header(self.url)
        if text:
            self.headers.setdefault('Cookie', text)

    def _add_body(self, data, json):
        kind = None
        if not data and json is not None:
            try:
                data, kind = _json.dumps(json, allow_nan=False).encode(), 'application/json'
            except ValueError as error:
                raise InvalidJSONError(error, request=self)
        elif isinstance(data, (list, tuple)) or hasattr(data, 'items'):
            data, kind = _pairs(data), 'application/x-www-form-urlencoded'
        if hasattr(data, 'read'):
            data = data.read()
        elif data and not isinstance(data, (str, bytes, bytearray)):
            if not hasattr(data, '__iter__'):
                raise TypeError(f"'body' must be a bytes-like object, file-like object, or iterable. Instead was {data!r}")
            data = b''.join(data)
        self.body = data or None
        if self.body or self.method not in ('GET', 'HEAD'):
            self.headers['Content-Length'] = str(len(self._content() or b''))
        if self.body and kind:
            self.headers.setdefault('Content-Type', kind)


def _url(url, params):
    url = (url.decode() if isinstance(url, bytes) else str(url)).lstrip()
    own = _web.is_own(url)
    if ':' in url and url[:4].lower() != 'http' and not own:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        raise InvalidURL(f'Failed to parse: {url}') from None
    if not own:
        if not parts.scheme:
            raise MissingSchema(f'Invalid URL {url!r}: No scheme supplied. Perhaps you meant https://{url}?')
        _check_host(url, parts)
    query = '&'.join([part for part in (parts.query, params) if part])
    scheme, netloc, path = parts.scheme, parts.netloc.lower(), parts.path or '/'
    if parts.username:
        netloc = parts.netloc
    if '/.' in path:
        path = _without_dots(path.split('/'))
    url = parts._replace(scheme='', netloc='', path=path, query=query).geturl()
    # What is quoted already stays so.
    wrong = any(len(part) < 2 or not all(c in _HEX for c in part[:2]) for part in url.split('%')[1:])
    url = quote(url, "!#$&'()*+,/:;=?@[]~" + ('' if wrong else '%'))
    return '/' + url.lstrip('/') if own else f'{scheme}://{netloc}{url}'


_HEX = '0123456789abcdefABCDEF'


def _check_host(url, parts):
    host = parts.hostname
    if not host:
        raise InvalidURL(f'Invalid URL {url!r}: No host supplied')
    if host[0] in '*.':
        raise InvalidURL('URL has an invalid label.')
    for c in host:
        if c in ' "<>\\^`{|}%':
            raise InvalidURL(f'Failed to parse: Host {host!r} contains invalid character {c!r}')
    try:
        parts.port
    except ValueError as error:
        what = f'{parts.netloc!r} is not a valid host or port' if 'cast' in str(error) else url
        raise InvalidURL(f'Failed to parse: {what}') from None


def _pairs(values):
    # Of a form or a query: names with several values have them one after the other, and those without have none.
    if isinstance(values, bytes):
        return values.decode()
    if values is None or isinstance(values, str):
        return values or ''
    pairs = []
    for name, value in _web.pairs(values):
        several = [value] if isinstance(value, (str, bytes)) or not hasattr(value, '__iter__') else value
        pairs += [(name, one) for one in several if one is not None]
    return urlencode(pairs)


def _check_header(name, value):
    for i, (part, what) in enumerate([(name, 'name'), (value, 'value')]):
        if not isinstance(part, (str, bytes)):
            raise InvalidHeader(f'Header part ({part!r}) from ({name!r}, {value!r}) must be of type str or bytes, not {type(part)}')  # fmt: skip
        text = part if isinstance(part, str) else part.decode('latin-1')
        if text[:1].isspace() or '\n' in text or '\r' in text or not (text or i):
            raise InvalidHeader(f'Invalid leading whitespace, reserved character(s), or return character(s) in header {what}: {part!r}')  # fmt: skip


class Response:
    __module__ = 'requests.models'

    def __init__(self, answer, request):
        self.status_code, self.reason, self._content = answer.status, answer.reason, answer.body
        self.headers = CaseInsensitiveDict(answer.headers)
        own = _web.is_own(request.url)
        self.url = answer.url if answer.redirected or own else request.url
        self.encoding = _encoding(self.headers.get('content-type'))
        self.history, self.request, self._elapsed, self.next = [], request, answer.elapsed, None
        self.cookies = RequestsCookieJar()
        self.cookies.keep(self.url, self.headers)

    def __repr__(self):
        return f'<Response [{self.status_code}]>'

    def __bool__(self):
        return self.ok

    def __iter__(self):
        return self.iter_content(128)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        pass

    @property
    def ok(self):
        return self.status_code < 400

    @property
    def elapsed(self):
        from datetime import timedelta

        return timedelta(seconds=self._elapsed)

    @property
    def is_redirect(self):
        return 'location' in self.headers and self.status_code in _web.REDIRECTS

    @property
    def is_permanent_redirect(self):
        return 'location' in self.headers and self.status_code in (301, 308)

    @property
    def content(self):
        return self._content

    @property
    def apparent_encoding(self):
        return _web.guessed(self._content)

    @property
    def text(self):
        return str(self._content, self.encoding or self.apparent_encoding, 'replace') if self._content else ''

    def json(self, **kwargs):
        text = self.text
        if not self.encoding and len(self._content) > 3:
            try:
                text = self._content.decode()
            except UnicodeDecodeError:
                pass
        try:
            return _json.loads(text, **kwargs)
        except _json.JSONDecodeError as error:
            raise JSONDecodeError(error.msg, error.doc, error.pos)

    def iter_content(self, chunk_size=1, decode_unicode=False):
        data = self.text if decode_unicode and self.encoding else self._content
        chunk_size = chunk_size or len(data) or 1
        return iter([data[i : i + chunk_size] for i in range(0, len(data), chunk_size)])

    def iter_lines(self, chunk_size=512, decode_unicode=False, delimiter=None):
        data = self.text if decode_unicode and self.encoding else self._content
        return iter(data.split(delimiter) if delimiter else data.splitlines())

    def raise_for_status(self):
        if 400 <= self.status_code < 600:
            whose = 'Client' if self.status_code < 500 else 'Server'
            raise HTTPError(f'{self.status_code} {whose} Error: {self.reason} for url: {self.url}', response=self)


def _encoding(content_type):
    kind, parameters = _web.media_type(content_type)
    if 'charset' in parameters:
        return parameters['charset']
    return 'ISO-8859-1' if 'text' in kind else 'utf-8' if 'application/json' in kind else None


class Session:
    __module__ = 'requests.sessions'

    def __init__(self):
        self.headers = CaseInsensitiveDict(
            {'User-Agent': f'python-requests/{__version__}', 'Accept-Encoding': 'gzip, deflate', 'Accept': '*/*', 'Connection': 'keep-alive'}
        )  # fmt: skip
        self.auth, self.params, self.cookies, self.max_redirects = None, {}, RequestsCookieJar(), 30
        self.verify, self.stream, self.cert, self.trust_env, self.proxies = True, False, None, True, {}
        self.hooks = {'response': []}
        self.adapters = {scheme: adapters.HTTPAdapter() for scheme in ('https://', 'http://')}

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        pass

    def mount(self, prefix, adapter):
        self.adapters[prefix] = adapter

    def get_adapter(self, url):
        for prefix, adapter in self.adapters.items():
            if url.lower().startswith(prefix) or _web.is_own(url):
                return adapter
        raise InvalidSchema(f'No connection adapters were found for {url!r}')

    def prepare_request(self, request):
        headers = self.headers.copy()
        for name, value in _web.pairs(request.headers):
            headers[name] = value
        for name in [name for name, value in headers.multi_items() if value is None]:
            del headers[name]
        params = request.params
        if self.params and not isinstance(params, (str, bytes)):
            params = dict(_web.pairs(self.params)) | dict(_web.pairs(params)) if not isinstance(params, (list, tuple)) else _web.pairs(self.params) + list(params)  # fmt: skip
        cookies = RequestsCookieJar(self.cookies)
        cookies.update(request.cookies or {})
        return PreparedRequest(request, headers, params, request.auth or self.auth, cookies)

    def request(
        self, method, url, params=None, data=None, headers=None, cookies=None, files=None, auth=None, timeout=None,
        allow_redirects=True, proxies=None, hooks=None, stream=None, verify=None, cert=None, json=None,
    ):  # fmt: skip
        wanted = Request(method, url, headers, files, data, params, auth, cookies, hooks, json)
        return self.send(self.prepare_request(wanted), timeout=timeout, allow_redirects=allow_redirects, proxies=proxies)

    def get(self, url, **kwargs):
        return self.request('GET', url, **kwargs)

    def options(self, url, **kwargs):
        return self.request('OPTIONS', url, **kwargs)

    def head(self, url, **kwargs):
        kwargs.setdefault('allow_redirects', False)
        return self.request('HEAD', url, **kwargs)

    def post(self, url, data=None, json=None, **kwargs):
        return self.request('POST', url, data=data, json=json, **kwargs)

    def put(self, url, data=None, **kwargs):
        return self.request('PUT', url, data=data, **kwargs)

    def patch(self, url, data=None, **kwargs):
        return self.request('PATCH', url, data=data, **kwargs)

    def delete(self, url, **kwargs):
        return self.request('DELETE', url, **kwargs)

    def send(self, request, *, timeout=None, allow_redirects=True, proxies=None, stream=None, verify=None, cert=None):
        if proxies:
            raise NotImplementedError('proxies are not supported here')
        return _web.run(self._sent(request, timeout, allow_redirects))

    def _sent(self, request, timeout, allow_redirects):
        history, limit = [], _limit(timeout)
        while True:
            self.get_adapter(request.url)
            answer = yield _web.begin(
                request.method, request.url, request.headers.multi_items(), request._content(), limit,
                self.max_redirects if allow_redirects else 0,
            )  # fmt: skip
            if isinstance(answer, _web.Failure):
                raise exceptions.of_failure(answer, request, timeout)
            response = Response(answer, request)
            self.cookies.keep(response.url, response.headers)
            if not response.is_redirect:
                break
            following = self._following(response)
            if not allow_redirects:
                response.next = following
                break
            if len(history) >= self.max_redirects:
                raise TooManyRedirects(f'Exceeded {self.max_redirects} redirects.', response=response)
            response.history = history.copy()
            history.append(response)
            request = following
        response.history = history
        hooks = (request.hooks or {}).get('response') or self.hooks.get('response') or []
        for hook in [hooks] if callable(hooks) else hooks:
            response = hook(response) or response
        return response

    def _following(self, response):
        # What to ask where a redirect leads.
        request, status = response.request.copy(), response.status_code
        url = urljoin(response.url, response.headers['location'])
        before = urlsplit(response.url)
        if before.fragment and not urlsplit(url).fragment:
            url += '#' + before.fragment
        request.url = _url(url, '')
        if status in (302, 303) and request.method != 'HEAD' or status == 301 and request.method == 'POST':
            request.method = 'GET'
        if status not in (307, 308):
            request.body = None
            for name in 'Content-Length', 'Content-Type':
                request.headers.pop(name, None)
        if urlsplit(request.url).netloc != before.netloc:
            request.headers.pop('Authorization', None)
        request.headers.pop('Cookie', None)
        request._add_cookies(self.cookies)
        return request


def _limit(timeout):
    # How long it may take: what is for the connection and what is for the answer cannot be told apart here.
    if isinstance(timeout, tuple) and len(timeout) != 2:
        raise ValueError(f'Invalid timeout {timeout}. Pass a (connect, read) timeout tuple, or a single float to set both timeouts to the same value.')  # fmt: skip
    both = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    for name, value in zip(('connect', 'read'), both):
        if value is None:
            continue
        try:
            float(value)
        except (TypeError, ValueError):
            raise ValueError(f'Timeout value {name} was {value}, but it must be an int, float or None.') from None
        if value <= 0:
            raise ValueError(f'Attempted to set {name} timeout to {value}, but the timeout cannot be set to a value less than or equal to 0.')  # fmt: skip
    return both[1]


def session():
    return Session()


def request(method, url, **kwargs):
    with Session() as session:
        return session.request(method, url, **kwargs)


def get(url, params=None, **kwargs):
    return request('get', url, params=params, **kwargs)


def options(url, **kwargs):
    return request('options', url, **kwargs)


def head(url, **kwargs):
    kwargs.setdefault('allow_redirects', False)
    return request('head', url, **kwargs)


def post(url, data=None, json=None, **kwargs):
    return request('post', url, data=data, json=json, **kwargs)


def put(url, data=None, **kwargs):
    return request('put', url, data=data, **kwargs)


def patch(url, data=None, **kwargs):
    return request('patch', url, data=data, **kwargs)


def delete(url, **kwargs):
    return request('delete', url, **kwargs)


class _Codes:
    # The names of statuses, in either case; `codes[name]` of one that there is not is None.
    def __getattr__(self, name):
        found = self[name]
        if found is None:
            raise AttributeError(f"'LookupDict' object has no attribute {name!r}")
        return found

    def __getitem__(self, name):
        name = name.lower()
        return _SHORT.get(name) or _web.statuses().get(name.upper())

    def get(self, name, default=None):
        return self[name] or default

    def __repr__(self):
        return "<lookup 'status_codes'>"


_SHORT = {
    'okay': 200, 'all_ok': 200, '\\o/': 200, '✓': 200, 'partial': 206, 'moved': 301, 'other': 303, 'temporary': 307,
    'bad': 400, 'payment': 402, 'not_allowed': 405, 'timeout': 408, 'precondition': 412, 'teapot': 418,
    'i_am_a_teapot': 418, 'request_entity_too_large': 413, 'unprocessable': 422, 'unprocessable_entity': 422,
    'too_many': 429, 'legal_reasons': 451, 'server_error': 500, '/o\\': 500, '✗': 500, 'unavailable': 503,
}  # fmt: skip
codes = _Codes()
