from urllib.parse import (
    parse_qs,
    parse_qsl,
    urldefrag,
    urljoin,
    urlparse,
    urlsplit,
    urlunparse,
    urlunsplit,
)


def show(function, *args, **kwargs):
    try:
        print(function.__name__, *args, kwargs or '', '->', repr(function(*args, **kwargs)))
    except Exception as error:
        print(function.__name__, *args, kwargs or '', '->', type(error).__name__, error)


for url in [
    '',
    'http://a/b/c/d;p?q#f',
    'HTTP://User:Pa:ss@Host.COM:8080/p;a=1/b;c?x=1&y=%20#frag',
    '//host/path',
    'mailto:a@b.c',
    'file:///etc/hosts',
    'path/to;x?y',
    ' http://x\n/y\tz',
    '1http://x',
    'a+b-c.d://x?y',
    'http://[::1]:80/x',
    'http://[fe80::1%eth0A]/',
    'http://u@:0',
    'http://ü.de/ä?ö#ß',
]:
    show(urlsplit, url)
    show(urlparse, url)
    parts = urlparse(url)
    print(parts.username, parts.password, parts.hostname, parts.port, parts.geturl(), urlsplit(url).geturl())

for url in ['http://[::1', 'http://[x]/', 'http://[1.2.3.4]/', 'http://[vx]/']:
    show(urlsplit, url)
for url in ['http://h:abc/', 'http://h:99999/', 'http://h:-1/']:
    try:
        urlsplit(url).port
    except ValueError as error:
        print(error)
show(urlsplit, 'x', 'https')
show(urlsplit, '//x#y', allow_fragments=False)
show(urlunsplit, ('http', 'h', 'p', 'q', 'f'))
show(urlunsplit, ['', '', '//p', '', ''])
show(urlunparse, ('http', 'h', '/p', 'x', 'q', 'f'))
show(urldefrag, 'http://a/b?c#d')
print(urldefrag('x#y').geturl(), urlsplit('http://a/b')._replace(path='/c').geturl())

base = 'http://a/b/c/d;p?q'
for url in (
    'g:h g ./g g/ /g //g ?y g?y #s g#s g?y#s ;x g;x g;x?y#s . ./ .. ../ ../g ../.. ../../ ../../g ../../../g '
    '/./g /../g g. .g g.. ..g ./../g ./g/. g/./h g/../h g;x=1/./y g;x=1/../y g?y/./x g#s/../x http:g a//b //x//y'
).split():
    print(url, urljoin(base, url), urljoin('http://a', url), urljoin('/x/y', url), urljoin('mailto:x', url))
print(urljoin('', 'x'), urljoin('x', ''), urljoin('http://a/b#c', '#d', False))

for query in ['', 'a=1&a=2&b=3', 'a', 'a=', '=a', 'a&b=1', 'a=b=c', 'a+b=c%20d+e&%C3%BC=%FF', 'a=1;b=2', 'a=1&&b=2', 'ü=ä']:
    show(parse_qs, query)
    show(parse_qsl, query, keep_blank_values=True)
    show(parse_qsl, query, strict_parsing=True)
    show(parse_qs, query, separator=';')
    show(parse_qs, query, max_num_fields=1)
show(parse_qs, 'a', separator='')
