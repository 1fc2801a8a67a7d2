import requests
from requests.auth import HTTPBasicAuth


def show(what, ask):
    try:
        print(what, ask())
    except requests.RequestException as error:
        kinds = [kind.__name__ for kind in type(error).__mro__ if issubclass(kind, Exception)]
        print(what, kinds, error, repr(error), error.response)


r = requests.get(BASE + '/text')
print(r, r.status_code, r.ok, bool(r), r.reason, r.encoding, r.url, r.history, r.elapsed.total_seconds() < 30)
print(repr(r.text), r.content, r.headers['X-ONE'], r.headers.get('no'), 'content-TYPE' in r.headers)
print(list(r.iter_lines()), list(r.iter_content(5)), r.request, r.request.method, r.request.url, r.request.body)
show('json of text', r.json)
print(requests.get(BASE + '/json').json())
show('broken', lambda: requests.get(BASE + '/broken').json())
try:
    requests.get(BASE + '/broken').json()
except ValueError as error:
    print(error.msg, error.pos, repr(error.doc))

for path in ['/missing', '/teapot', '/error']:
    r = requests.get(BASE + path)
    print(r, bool(r), r.text)
    show('raise', r.raise_for_status)
print(requests.get(BASE + '/text').raise_for_status())


def echo(method, *args, **kwargs):
    return requests.request(method, BASE + '/echo', *args, **kwargs).json()['asked']


print(echo('get', params={'a': 1, 'b': [2, 3], 'c': None, 'd': 'ü &'}))
print(echo('post', data={'a': 1, 'b': ['x', 'y z']}))
print(echo('post', data='text'))
print(echo('put', json={'a': 'ü'}))
print(echo('patch', json=[], headers={'X-Mine': 'yes'}))
print(echo('delete'), echo('options'))
print(echo('get', auth=('user', 'pass')), echo('get', auth=HTTPBasicAuth('user', 'pass')))
print(echo('get', cookies={'a': 'b'}), requests.head(BASE + '/text').text == '')

for path in ['/once', '/twice']:
    r = requests.get(BASE + path)
    print(r.json(), r.url, r.history, [h.url for h in r.history])
r = requests.get(BASE + '/once', allow_redirects=False)
print(r, r.is_redirect, r.headers['location'], r.next.url)
print(requests.post(BASE + '/once', data={'a': 1}).json(), requests.post(BASE + '/again', data={'a': 1}).json())
r = requests.get(BASE + '/nowhere')
print(r, r.text, r.is_redirect)
show('loop', lambda: requests.get(BASE + '/loop'))
show('ftp', lambda: requests.get(BASE + '/ftp'))

show('dead', lambda: requests.get(DEAD + '/a?b=c#d'))
show('slow', lambda: requests.get(BASE + '/slow', timeout=0.3))
show('slow', lambda: requests.get(BASE + '/slow', timeout=(5, 0.25)))
show('cut', lambda: requests.get(BASE + '/cut'))
show('silent', lambda: requests.get(BASE + '/silent'))

with requests.Session() as session:
    session.headers['X-Mine'] = 'yes'
    session.params = {'key': 'value'}
    session.auth = 'user', 'pass'
    print(session.get(BASE + '/echo', params={'a': 1}, headers={'X-More': 'too'}).json())
    print(session.get(BASE + '/cookie').cookies.get_dict(), session.cookies.get_dict())
    print(session.get(BASE + '/echo').json())
    print(session.post(BASE + '/echo', json=1).json())
