import json
import urllib.error
import urllib.parse
import urllib.request
from urllib.request import Request, urlopen


def show(what, ask):
    try:
        print(what, ask())
    except Exception as error:
        print(what, type(error).__name__, error)


with urlopen(BASE + '/text') as response:
    print(response.status, response.code, response.reason, response.url == response.geturl() == BASE + '/text')
    print(response.headers['content-type'], response.headers.get_content_charset(), response.headers.get_all('X-ONE'))
    print(response.getheader('x-one'), response.getheader('no'), response.getheader('no', 5))
    print(response.read(3), response.readline(), response.read().decode(), response.read())
for line in urlopen(BASE + '/text'):
    print(line)
print(json.load(urlopen(BASE + '/json')))

form = urllib.parse.urlencode({'a': 1, 'b': 'x y'}).encode()
for request in [
    BASE + '/echo?q=1#part',
    Request(BASE + '/echo', form),
    Request(BASE + '/echo', b'{}', {'content-type': 'application/json', 'X-Mine': 'yes'}, method='PUT'),
    BASE + '/once',
    BASE + '/twice',
    Request(BASE + '/once', b'x'),
]:
    print(urlopen(request).read().decode())

for path in ['/missing', '/teapot', '/error', '/nowhere', '/loop']:
    try:
        urlopen(BASE + path)
    except urllib.error.HTTPError as error:
        print(repr(error), error, error.code, error.reason, error.url, error.headers['content-length'], error.read())
show('again', lambda: urlopen(Request(BASE + '/again', b'x')))
show('put', lambda: urlopen(Request(BASE + '/once', b'x', method='PUT')))
try:
    urlopen(DEAD)
except urllib.error.URLError as error:
    print(repr(error), error, repr(error.reason), isinstance(error, OSError))
show('slow', lambda: urlopen(BASE + '/slow', timeout=0.3).read())
show('cut', lambda: urlopen(BASE + '/cut').read())
show('silent', lambda: urlopen(BASE + '/silent').read())
