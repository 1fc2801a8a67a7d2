import httpx


def show(what, ask):
    try:
        print(what, ask())
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        print(what, [kind.__name__ for kind in type(error).__mro__ if issubclass(kind, Exception)], error, repr(error))


r = httpx.get(BASE + '/text')
print(r, r.status_code, r.reason_phrase, r.is_success, r.is_error, r.encoding, r.url, repr(r.url), r.http_version)
print(repr(r.text), r.content, r.headers['X-ONE'], r.headers.get_list('x-one'), r.elapsed.total_seconds() < 30)
print(list(r.iter_lines()), r.request, r.raise_for_status())
print(httpx.get(BASE + '/json').json())
try:
    httpx.get(BASE + '/broken').json()
except ValueError as error:
    print(type(error).__name__, error)
for path in ['/missing', '/teapot', '/error', '/once', '/nowhere']:
    r = httpx.get(BASE + path)
    print(r, r.is_client_error, r.is_server_error, r.is_redirect, r.has_redirect_location, r.next_request)
    show('raise', r.raise_for_status)


def echo(method, **kwargs):
    return httpx.request(method, BASE + '/echo', **kwargs).json()['asked']


print(echo('GET', params={'a': 1, 'b': [2, 3], 'c': None, 'd': 'ü &', 'e': True}))
print(echo('POST', data={'a': 1, 'b': ['x', 'y z']}))
print(echo('POST', content='text'), echo('PUT', json={'a': 'ü', 'b': 1}))
print(echo('GET', auth=('user', 'pass'), headers={'X-Mine': 'yes'}))

r = httpx.get(BASE + '/twice', follow_redirects=True)
print(r, r.url, r.history, r.json())
print(httpx.post(BASE + '/once', data={'a': 1}, follow_redirects=True).json())
print(httpx.post(BASE + '/again', data={'a': 1}, follow_redirects=True).json())
show('nowhere', lambda: httpx.get(BASE + '/nowhere', follow_redirects=True))
show('loop', lambda: httpx.get(BASE + '/loop', follow_redirects=True))
show('ftp', lambda: httpx.get(BASE + '/ftp', follow_redirects=True))
show('dead', lambda: httpx.get(DEAD))
show('slow', lambda: httpx.get(BASE + '/slow', timeout=0.3))
show('slow', lambda: httpx.get(BASE + '/slow', timeout=httpx.Timeout(5, read=0.25)))
show('cut', lambda: httpx.get(BASE + '/cut'))
show('silent', lambda: httpx.get(BASE + '/silent'))
show('scheme', lambda: httpx.get('example.org'))
show('scheme', lambda: httpx.get('ftp://example.org'))

with httpx.Client(base_url=BASE, headers={'X-Mine': 'yes'}, params={'key': 'value'}, auth=('user', 'pass')) as client:
    print(client.base_url, client.timeout)
    print(client.get('/echo', params={'a': 1}).json())
    print(dict(client.get('cookie').cookies), client.get('echo').json())
    with client.stream('GET', '/text') as r:
        print(r.read(), list(r.iter_text()))
try:
    client.get('/echo')
except RuntimeError as error:
    print(error)
