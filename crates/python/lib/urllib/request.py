# urllib.request: opens addresses. Exchanges are the host's.

import _web
from http.client import HTTPResponse, InvalidURL
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit

_LOOP = 'The HTTP server returned a redirect error that would lead to an infinite loop.\nThe last 30x error message was:\n'


class Request:
    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False, method=None):
        self.full_url = url
        self.headers, self.data = {}, data
        for name, value in headers.items():
            self.add_header(name, value)
        if method:
            self.method = method

    @property
    def full_url(self):
        return f'{self._url}#{self.fragment}' if self.fragment else self._url

    @full_url.setter
    def full_url(self, url):
        url = url.strip()
        self._url, _, fragment = url.partition('#')
        self.fragment = fragment or None
        parts = urlsplit(self._url)
        self.type, self.host = parts.scheme, parts.netloc
        self.selector = parts._replace(scheme='', netloc='').geturl() if parts.netloc else parts.path
        if not self.type and not _web.is_own(url):
            raise ValueError(f'unknown url type: {self.full_url!r}')

    def get_method(self):
        return getattr(self, 'method', 'GET' if self.data is None else 'POST')

    def get_full_url(self):
        return self.full_url

    def add_header(self, key, val):
        self.headers[key.capitalize()] = val

    add_unredirected_header = add_header

    def has_header(self, header_name):
        return header_name in self.headers

    def get_header(self, header_name, default=None):
        return self.headers.get(header_name, default)

    def remove_header(self, header_name):
        self.headers.pop(header_name, None)

    def header_items(self):
        return list(self.headers.items())


def urlopen(url, data=None, timeout=None, *, context=None):
    request = Request(url, data) if isinstance(url, str) else url
    if data is not None:
        request.data = data
    return _web.run(_opened(request, timeout))


def _opened(request, timeout):
    visited = {}
    while True:
        body = _checked(request)
        headers = {'User-agent': 'Python-urllib/3.13'}
        if body is not None:
            headers['Content-type'] = 'application/x-www-form-urlencoded'
        headers = [(name.title(), value) for name, value in (headers | request.headers).items()]
        answer = yield _web.begin(request.get_method(), request._url, headers, body, timeout, 10)
        if isinstance(answer, _web.Failure):
            raise _error(answer)
        response = HTTPResponse(answer)
        if 200 <= response.status < 300:
            if request.fragment:
                response.url += '#' + request.fragment
            return response
        request = _redirected(request, response, visited)


def _checked(request):
    if request.type not in ('http', 'https', ''):
        raise URLError(f'unknown url type: {request.type}')
    if request.type and not request.host:
        raise URLError('no host given')
    for part in request.host, request.selector:
        for c in part:
            if c <= ' ' or c == '\x7f':
                raise InvalidURL(f"URL can't contain control characters. {part!r} (found at least {c!r})")
    port = request.host.rpartition('@')[2].rpartition(']')[2].partition(':')[2]
    if port and not port.isdigit():
        raise InvalidURL(f'nonnumeric port: {port!r}')
    request.selector.encode('ascii')
    body = request.data
    if isinstance(body, str):
        raise TypeError('POST data should be bytes, an iterable of bytes, or a file object. It cannot be of type str.')
    return body if body is None or isinstance(body, (bytes, bytearray)) else b''.join(body)


def _redirected(request, response, visited):
    # The next one to ask, or an error.
    method, status = request.get_method(), response.status
    error = HTTPError(response.url, status, response.reason, response.headers, response)
    location = response.headers['location'] or response.headers['uri']
    if status not in _web.REDIRECTS or not location:
        raise error
    url = urljoin(response.url, location)
    if urlsplit(url).scheme not in ('http', 'https', 'ftp', ''):
        error.msg += f" - Redirection to url '{url}' is not allowed"
        error.url = error.filename = url
        raise error
    if not (method in ('GET', 'HEAD') or method == 'POST' and status < 304):
        raise error
    if visited.get(url, 0) >= 4 or len(visited) >= 10:
        error.msg = _LOOP + response.reason
        raise error
    visited[url] = visited.get(url, 0) + 1
    kept = {n: v for n, v in request.headers.items() if n not in ('Content-length', 'Content-type')}
    return Request(url.replace(' ', '%20'), headers=kept, method='HEAD' if method == 'HEAD' else 'GET')


def _error(failure):
    if failure.kind == 'timeout':
        return failure.error()
    if failure.kind == 'cut':
        return _web.cut(failure)
    if failure.kind == 'protocol' or failure.is_closed():
        return _web.aborted(failure)
    return URLError(failure.error() if failure.kind in ('connect', 'dns', 'tls') else failure.message)
