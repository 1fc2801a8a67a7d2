import http.client
import urllib.error
import urllib.request

for url in ['x', '', '//host/path', 'example.org/path']:
    try:
        urllib.request.urlopen(url)
    except ValueError as error:
        print(type(error).__name__, error)
for url in ['mailto:x', 'foo://x', 'http://', 'https:///x']:
    try:
        urllib.request.urlopen(url)
    except urllib.error.URLError as error:
        print(repr(error), error, error.reason, error.args)
for url in ['http://a b/', 'http://a/b c', 'http://a:b/']:
    try:
        urllib.request.urlopen(url)
    except http.client.InvalidURL as error:
        print(error)
try:
    urllib.request.urlopen('http://127.0.0.1/', data='text')
except TypeError as error:
    print(error)

request = urllib.request.Request('http://host:80/path?query#part', headers={'X-some-NAME': 'value'})
request.add_header('content-TYPE', 'text/plain')
print(request.full_url, request.type, request.host, request.selector, request.fragment, request.get_method())
print(request.headers, request.has_header('X-some-name'), request.get_header('Content-type'), request.get_header('No', 5))
print(urllib.request.Request('http://x', b'').get_method(), urllib.request.Request('http://x', method='PUT').get_method())

error = urllib.error.HTTPError('http://x', 404, 'Not Found', {'a': 'b'}, None)
print(error, repr(error), error.code, error.status, error.reason, error.url, error.headers, error.args)
print(urllib.error.URLError(OSError(111, 'Connection refused')), repr(urllib.error.URLError('why')))
print(isinstance(error, urllib.error.URLError), issubclass(urllib.error.URLError, OSError))

error = http.client.RemoteDisconnected('Remote end closed connection without response')
print(error, repr(error), isinstance(error, ConnectionResetError), isinstance(error, http.client.BadStatusLine))
print(http.client.IncompleteRead(b'ab', 3), repr(http.client.IncompleteRead(b'ab')), http.client.IncompleteRead(b'ab').partial)
print(repr(http.client.BadStatusLine('')), http.client.HTTPException.__mro__)
