# yarl: addresses as aiohttp has them.

import _web
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit


class URL:
    def __init__(self, val='', *, encoded=False):
        if isinstance(val, URL):
            val = str(val)
        if not isinstance(val, str):
            raise TypeError('Constructor parameter should be str')
        parts = urlsplit(val)
        parts.port
        path = quote(parts.path, "%!$&'()*+,/:;=@~") or ('/' if parts.netloc else '')
        self._parts = parts._replace(path=path, query=quote(parts.query, "%!$'()*+,/:;=?@&~"), netloc=parts.netloc.lower())
        if parts.username:
            self._parts = self._parts._replace(netloc=parts.netloc)

    @property
    def scheme(self):
        return self._parts.scheme

    @property
    def host(self):
        return self._parts.hostname

    @property
    def port(self):
        return self._parts.port or _web.PORTS.get(self.scheme)

    @property
    def user(self):
        return unquote(self._parts.username) if self._parts.username else None

    @property
    def password(self):
        return unquote(self._parts.password) if self._parts.password else None

    @property
    def path(self):
        return unquote(self._parts.path)

    raw_path = property(lambda self: self._parts.path)

    @property
    def name(self):
        return self.path.rpartition('/')[2]

    @property
    def parent(self):
        return URL(self._parts._replace(path=self._parts.path.rpartition('/')[0] or '/', query='', fragment='').geturl())

    @property
    def query(self):
        query = _web.MultiHeaders()
        query._all = parse_qsl(self._parts.query, True)
        return query

    @property
    def query_string(self):
        return unquote(self._parts.query)

    @property
    def fragment(self):
        return unquote(self._parts.fragment)

    @property
    def absolute(self):
        return bool(self._parts.netloc)

    is_absolute = lambda self: self.absolute

    def origin(self):
        return URL(f'{self.scheme}://{self._parts.netloc}')

    def join(self, url):
        return URL(urljoin(str(self), str(url)))

    def joinpath(self, *other):
        return URL(self._parts._replace(path='/'.join([self._parts.path.rstrip('/'), *other]), query='', fragment='').geturl())

    def __truediv__(self, name):
        return self.joinpath(name)

    def with_query(self, query=None, **kwargs):
        return URL(self._parts._replace(query=_query(query if query is not None else kwargs)).geturl())

    def extend_query(self, query=None, **kwargs):
        parts = [part for part in (self._parts.query, _query(query if query is not None else kwargs)) if part]
        return URL(self._parts._replace(query='&'.join(parts)).geturl())

    def update_query(self, query=None, **kwargs):
        if query is None and not kwargs:
            return self.with_query(None)
        new = {}
        for name, value in parse_qsl(_query(query if query is not None else kwargs), True):
            new.setdefault(name, []).append(value)
        pairs = []
        for name, value in parse_qsl(self._parts.query, True):
            # What is replaced keeps its place.
            if name not in new:
                pairs.append((name, value))
            elif new[name]:
                pairs.append((name, new[name].pop(0)))
        pairs += [(name, value) for name, values in new.items() for value in values]
        return self.with_query(_encoded(pairs))

    __mod__ = update_query

    def with_path(self, path):
        return URL(self._parts._replace(path=path, query='', fragment='').geturl())

    def with_fragment(self, fragment):
        return URL(self._parts._replace(fragment=fragment or '').geturl())

    def human_repr(self):
        return unquote(str(self))

    def __str__(self):
        return self._parts.geturl()

    def __repr__(self):
        return f'URL({str(self)!r})'

    def __eq__(self, other):
        return isinstance(other, URL) and self._parts == other._parts

    def __hash__(self):
        return hash(self._parts)

    def __bool__(self):
        return bool(str(self))


def _query(query):
    if query is None or isinstance(query, str):
        return query or ''
    pairs = []
    for name, value in _web.pairs(query):
        for one in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(one, bool) or not isinstance(one, (str, int, float)):
                raise TypeError(f'Invalid variable type: value should be str, int or float, got {one!r} of type {type(one)}')
            pairs.append((name, one))
    return _encoded(pairs)


def _encoded(pairs):
    return urlencode(pairs, safe="!$'()*,/:?@")
