# urllib.parse: addresses taken apart and put together.

from collections import namedtuple

_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
_SCHEME = _LETTERS + '+-.'
_CONTROLS = ''.join(map(chr, range(33)))

uses_relative = ' ftp http gopher nntp imap wais file https shttp mms prospero rtsp rtsps rtspu sftp svn svn+ssh ws wss'.split(' ')  # fmt: skip
uses_netloc = ' ftp http gopher nntp telnet imap wais file mms https shttp snews prospero rtsp rtsps rtspu rsync svn svn+ssh sftp nfs git git+ssh ws wss itms-services'.split(' ')  # fmt: skip
uses_params = ' ftp hdl prospero http https shttp rtsp rtsps sip sips mms sftp tel'.split(' ')


class _Netloc:
    __slots__ = ()

    @property
    def username(self):
        return self._user()[0]

    @property
    def password(self):
        return self._user()[1]

    @property
    def hostname(self):
        # What comes after a `%` is the name of a zone: its case counts.
        host, percent, zone = (self._host()[0] or '').partition('%')
        return host.lower() + percent + zone or None

    @property
    def port(self):
        port = self._host()[1]
        if port is None:
            return None
        if not (port.isascii() and port.isdigit()):
            raise ValueError(f'Port could not be cast to integer value as {port!r}')
        port = int(port)
        if port > 65535:
            raise ValueError('Port out of range 0-65535')
        return port

    def _user(self):
        user, at, _ = self.netloc.rpartition('@')
        if not at:
            return None, None
        user, colon, password = user.partition(':')
        return user, password if colon else None

    def _host(self):
        host = self.netloc.rpartition('@')[2]
        _, bracket, within = host.partition('[')
        if bracket:
            host, _, port = within.partition(']')
            port = port.partition(':')[2]
        else:
            host, _, port = host.partition(':')
        return host, port or None


class DefragResult(namedtuple('DefragResult', 'url fragment')):
    __slots__ = ()

    def geturl(self):
        return f'{self.url}#{self.fragment}' if self.fragment else self.url


class SplitResult(_Netloc, namedtuple('SplitResult', 'scheme netloc path query fragment')):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResult(_Netloc, namedtuple('ParseResult', 'scheme netloc path params query fragment')):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


def urlsplit(url, scheme='', allow_fragments=True):
    url, scheme = _texts(url, scheme)
    url, scheme = url.lstrip(_CONTROLS), scheme.strip(_CONTROLS)
    for removed in '\t\r\n':
        url, scheme = url.replace(removed, ''), scheme.replace(removed, '')
    netloc = query = fragment = ''
    before, colon, after = url.partition(':')
    if colon and before and before[0].isascii() and before[0].isalpha() and all(c in _SCHEME for c in before):
        scheme, url = before.lower(), after
    if url[:2] == '//':
        end = min([i for i in map(url[2:].find, '/?#') if i >= 0], default=len(url)) + 2
        netloc, url = url[2:end], url[end:]
        if ('[' in netloc) != (']' in netloc):
            raise ValueError('Invalid IPv6 URL')
        if '[' in netloc:
            _check_brackets(netloc.partition('[')[2].partition(']')[0])
    if allow_fragments:
        url, _, fragment = url.partition('#')
    url, _, query = url.partition('?')
    return SplitResult(scheme, netloc, url, query, fragment)


def urlparse(url, scheme='', allow_fragments=True):
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ''
    if scheme in uses_params and ';' in path:
        path, params = _params(path)
    return ParseResult(scheme, netloc, path, params, query, fragment)


def urlunsplit(components):
    scheme, netloc, url, query, fragment = _texts(*components)
    if netloc:
        url = '//' + netloc + ('/' if url and url[0] != '/' else '') + url
    elif url[:2] == '//' or scheme and scheme in uses_netloc and (not url or url[0] == '/'):
        url = '//' + url
    if scheme:
        url = f'{scheme}:{url}'
    if query:
        url = f'{url}?{query}'
    return f'{url}#{fragment}' if fragment else url


def urlunparse(components):
    scheme, netloc, url, params, query, fragment = components
    return urlunsplit((scheme, netloc, f'{url};{params}' if params else url, query, fragment))


def urldefrag(url):
    (url,) = _texts(url)
    if '#' not in url:
        return DefragResult(url, '')
    parts = urlparse(url)
    return DefragResult(urlunparse((*parts[:5], '')), parts.fragment)


def urljoin(base, url, allow_fragments=True):
    if not base or not url:
        return url or base
    base, url = _texts(base, url)
    b = urlparse(base, '', allow_fragments)
    scheme, netloc, path, params, query, fragment = urlparse(url, b.scheme, allow_fragments)
    if scheme != b.scheme or scheme not in uses_relative:
        return url
    if scheme in uses_netloc:
        if netloc:
            return urlunparse((scheme, netloc, path, params, query, fragment))
        netloc = b.netloc
    if path or params:
        path = _merge(b.path, path)
    else:
        path, params, query = b.path, b.params, query or b.query
    return urlunparse((scheme, netloc, path, params, query, fragment))


def _merge(base, path):
    # RFC 3986, 5.2.3 and 5.2.4; dots above the root are left out.
    segments = path.split('/')
    if path[:1] != '/':
        before = base.split('/')
        if before[-1]:
            del before[-1]
        segments = before + segments
        segments = segments[:1] + [s for s in segments[1:-1] if s] + segments[1:][-1:]
    return _without_dots(segments)


def _without_dots(segments):
    kept = []
    for segment in segments:
        if segment == '..':
            kept = kept[:-1]
        elif segment != '.':
            kept.append(segment)
    if segments[-1] in ('.', '..'):
        kept.append('')
    return '/'.join(kept) or '/'


def _texts(*parts):
    for part in parts:
        if part and not isinstance(part, str):
            if isinstance(part, (bytes, bytearray)):
                raise NotImplementedError('URLs as bytes are not supported here: decode them')
            # What CPython says depends on what it tries with it.
            part.decode
    return [part or '' for part in parts]


def _params(path):
    start = path.find(';', max(path.rfind('/'), 0))
    return (path, '') if start < 0 else (path[:start], path[start + 1 :])


def _check_brackets(host):
    if host[:1] == 'v':
        version, dot, rest = host[1:].partition('.')
        if not (version and all(c in '0123456789abcdefABCDEF' for c in version) and dot and rest):
            raise ValueError('IPvFuture address is invalid')
    elif ':' not in host or not all(c in '0123456789abcdefABCDEF:.' for c in host.partition('%')[0]):
        if host.count('.') == 3 and all(p.isdigit() and int(p) < 256 for p in host.split('.')):
            raise ValueError('An IPv4 address cannot be in brackets')
        raise ValueError(f'{host!r} does not appear to be an IPv4 or IPv6 address')


def quote(string, safe='/', encoding=None, errors=None):
    if isinstance(string, str):
        if not string:
            return string
        string = string.encode(encoding or 'utf-8', errors or 'strict')
    elif encoding is not None:
        raise TypeError("quote() doesn't support 'encoding' for bytes")
    elif errors is not None:
        raise TypeError("quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe='', encoding=None, errors=None):
    space = ' ' if isinstance(safe, str) else b' '
    return quote(string, safe + space, encoding, errors).replace(' ', '+')


def quote_from_bytes(bs, safe='/'):
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError('quote_from_bytes() expected bytes')
    if isinstance(safe, str):
        safe = safe.encode('ascii', 'ignore')
    safe = (_LETTERS + '_.-~').encode() + safe
    return ''.join([chr(b) if b in safe and b < 128 else f'%{b:02X}' for b in bs])


def unquote_to_bytes(string):
    if isinstance(string, str):
        string = string.encode()
    first, *parts = bytes(string).split(b'%')
    whole = [first]
    for part in parts:
        digits = part[:2].decode('latin-1')
        if len(digits) == 2 and all(c in '0123456789abcdefABCDEF' for c in digits):
            part = bytes([int(digits, 16)]) + part[2:]
        else:
            part = b'%' + part
        whole.append(part)
    return b''.join(whole)


def unquote(string, encoding='utf-8', errors='replace'):
    encoding, errors = encoding or 'utf-8', errors or 'replace'
    if isinstance(string, (bytes, bytearray)):
        return unquote_to_bytes(string).decode(encoding, errors)
    if '%' not in string:
        return string
    # Only what is ASCII has bytes that were quoted; the rest stays as it is.
    whole, start = [], 0
    while start < len(string):
        end = start
        ascii = string[start].isascii()
        while end < len(string) and string[end].isascii() == ascii:
            end += 1
        part = string[start:end]
        whole.append(unquote_to_bytes(part).decode(encoding, errors) if ascii else part)
        start = end
    return ''.join(whole)


def unquote_plus(string, encoding='utf-8', errors='replace'):
    return unquote(string.replace('+', ' '), encoding, errors)


def parse_qs(
    qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace', max_num_fields=None,
    separator='&',
):  # fmt: skip
    values = {}
    for name, value in parse_qsl(
        qs, keep_blank_values, strict_parsing, encoding, errors, max_num_fields, separator
    ):  # fmt: skip
        values.setdefault(name, []).append(value)
    return values


def parse_qsl(
    qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace', max_num_fields=None,
    separator='&',
):  # fmt: skip
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError('Separator must be of type string or bytes.')
    (qs,) = _texts(qs)
    if max_num_fields is not None and max_num_fields < 1 + qs.count(separator):
        raise ValueError('Max number of fields exceeded')
    pairs = []
    for field in qs.split(separator) if qs else []:
        if not field and not strict_parsing:
            continue
        name, equals, value = field.partition('=')
        if not equals and strict_parsing:
            raise ValueError(f'bad query field: {field!r}')
        if value or keep_blank_values:
            pairs.append((unquote_plus(name, encoding, errors), unquote_plus(value, encoding, errors)))
    return pairs


def urlencode(query, doseq=False, safe='', encoding=None, errors=None, quote_via=quote_plus):
    def quoted(value):
        if isinstance(value, bytes):
            return quote_via(value, safe)
        return quote_via(value if isinstance(value, str) else str(value), safe, encoding, errors)

    if hasattr(query, 'items'):
        query = query.items()
    elif not hasattr(query, '__len__') or len(query) and (isinstance(query, str) or not isinstance(query[0], tuple)):
        raise TypeError('not a valid non-string sequence or mapping object')
    pairs = []
    for name, value in query:
        several = doseq and not isinstance(value, (str, bytes)) and hasattr(value, '__len__')
        for one in value if several else [value]:
            pairs.append(f'{quoted(name)}={quoted(one)}')
    return '&'.join(pairs)
