import aiohttp
import httpx
import requests


def show(what, ask):
    try:
        print(what, repr(ask()))
    except Exception as error:
        print(what, type(error).__module__, type(error).__name__, error, repr(error))


def kinds(module, names):
    for name in names.split():
        mro = getattr(module, name).__mro__
        print(name, getattr(module, name).__module__, [kind.__name__ for kind in mro if issubclass(kind, Exception)])


kinds(
    requests.exceptions,
    'RequestException HTTPError ConnectionError ProxyError SSLError Timeout ConnectTimeout ReadTimeout URLRequired '
    'TooManyRedirects MissingSchema InvalidSchema InvalidURL InvalidHeader ChunkedEncodingError '
    'StreamConsumedError RetryError InvalidJSONError JSONDecodeError',
)
print(requests.ConnectionError is requests.exceptions.ConnectionError, requests.ConnectionError is ConnectionError)
for url in [
    'x', '', 'example.org/a', '//host/path', 'http//x', 5, None, 'ftp://x/y', 'mailto:x', 'localhost:80/x', 'http://',
    'https:///a', 'http://a b/', 'http://*x', 'http://.x', 'http://127.0.0.1:99999/', 'http://127.0.0.1:x/',
]:
    show(url, lambda: requests.get(url))
show('json', lambda: requests.post('http://x', json=float('nan')))
show('json', lambda: requests.post('http://x', json=show).json())
show('header', lambda: requests.get('http://x', headers={'X': 'a\nb'}))
show('header', lambda: requests.get('http://x', headers={'X': 1}))
show('timeout', lambda: requests.get('http://x', timeout=0))
show('timeout', lambda: requests.get('http://x', timeout='x'))
show('timeout', lambda: requests.get('http://x', timeout=(1, 2, 3)))
print(requests.codes.ok, requests.codes.NOT_FOUND, requests.codes['teapot'], requests.codes['no'], requests.codes.too_many)
request = requests.Request('post', 'http://Host/a b?q=ü', params={'p': 1}, data={'a': 1}, headers={'X-Mine': 'yes'})
prepared = request.prepare()
print(request, prepared, prepared.method, prepared.url, prepared.body, prepared.headers['content-LENGTH'])
print(requests.Session().headers['user-agent'].partition('/')[0], requests.Session().headers.get('accept'))

kinds(
    httpx,
    'HTTPError RequestError TransportError TimeoutException ConnectTimeout ReadTimeout WriteTimeout PoolTimeout '
    'NetworkError ReadError ConnectError ProtocolError LocalProtocolError RemoteProtocolError UnsupportedProtocol '
    'DecodingError TooManyRedirects HTTPStatusError InvalidURL',
)
for url in ['', 'example.org', 'ftp://x/y', 'http://', 'mailto:x', 'http://x\n', 'http://h:x/', 5, None]:
    show(url, lambda: httpx.get(url))
show('json', lambda: httpx.post('http://x', json=float('nan')))
show('header', lambda: httpx.get('http://x', headers={'X': 1}))
show('timeout', lambda: httpx.Timeout(connect=1))
print(httpx.Timeout(5), httpx.Timeout(5, read=1), httpx.Timeout(None), httpx.Timeout((1, 2)), httpx.Timeout(5).as_dict())
print(httpx.Limits(max_connections=5))
print(httpx.codes.OK, repr(httpx.codes.NOT_FOUND), httpx.codes.get_reason_phrase(404), httpx.codes(200).name)
url = httpx.URL('HTTP://user:secret@Host:8080/a b/ü?x=1&y=ö#part')
print(url, repr(url), url.scheme, url.host, url.port, url.path, url.query, url.fragment, url.userinfo, url.raw_path)
print(url.join('/z'), url.copy_with(path='/q'), url.params, httpx.URL('http://h'), httpx.URL('http://h', params={'a': [1, 2]}))
client = httpx.Client(base_url='http://host/base', params={'key': 'value'})
for url in ['', 'x', '/x?y=1', 'http://other/z']:
    print(client.build_request('GET', url, params={'a': True}).url)
response = httpx.Response(404, json={'a': 1}, request=httpx.Request('GET', 'http://host/'))
print(response, response.json(), response.headers['content-type'], response.url, httpx.Response(200, text='x').text)
show('status', response.raise_for_status)
show('status', httpx.Response(200).raise_for_status)

kinds(
    aiohttp,
    'ClientError ClientResponseError ContentTypeError TooManyRedirects ClientConnectionError ClientOSError '
    'ClientConnectorError ClientConnectorDNSError ServerConnectionError ServerDisconnectedError ServerTimeoutError '
    'SocketTimeoutError ClientPayloadError InvalidURL InvalidUrlClientError NonHttpUrlClientError',
)
print(aiohttp.ClientTimeout(total=5), repr(aiohttp.InvalidURL('x')), aiohttp.InvalidURL('x', 'why'))
show('loop', aiohttp.ClientSession)
