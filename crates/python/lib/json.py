# json: values to text and back.

from _json import quote, scan_string


class JSONDecodeError(ValueError):
    __module__ = 'json.decoder'

    def __init__(self, msg, doc, pos):
        before = doc[:pos].split('\n')
        self.msg, self.doc, self.pos = msg, doc, pos
        self.lineno, self.colno = len(before), len(before[-1]) + 1
        # As it is written in CPython: `requests` has a class that inherits from this one and another.
        ValueError.__init__(self, f'{msg}: line {self.lineno} column {self.colno} (char {pos})')


class JSONEncoder:
    def __init__(
        self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False, indent=None,
        separators=None, default=None,
    ):  # fmt: skip
        self.skipkeys, self.ensure_ascii, self.allow_nan, self.sort_keys = skipkeys, ensure_ascii, allow_nan, sort_keys
        self.indent = ' ' * indent if isinstance(indent, int) else indent
        self.item_separator, self.key_separator = separators or (', ' if indent is None else ',', ': ')
        if default is not None:
            self.default = default

    def default(self, o):
        # What to write instead of an object that JSON does not know.
        raise TypeError(f'Object of type {type(o).__name__} is not JSON serializable')

    def encode(self, o):
        parts = []
        self._write(o, parts, '\n', {})
        return ''.join(parts)

    def iterencode(self, o):
        return iter([self.encode(o)])

    def _write(self, o, parts, line, within):
        # `line` is the line break with its indentation; `within` has the ids of the containers around.
        if isinstance(o, str):
            parts.append(quote(o, self.ensure_ascii))
        elif o is None or isinstance(o, (int, float)):
            parts.append(self._scalar(o))
        else:
            if id(o) in within:
                raise ValueError('Circular reference detected')
            within[id(o)] = o
            if isinstance(o, (list, tuple)):
                self._container(o, '[]', parts, line, within)
            elif isinstance(o, dict):
                pairs = sorted(o.items()) if self.sort_keys else o.items()
                self._container([pair for pair in pairs if self._has_key(pair[0])], '{}', parts, line, within)
            else:
                self._write(self.default(o), parts, line, within)
            del within[id(o)]

    def _scalar(self, o):
        if o is None:
            return 'null'
        if o is True:
            return 'true'
        if o is False:
            return 'false'
        if isinstance(o, int):
            return int.__repr__(o)
        if o - o == 0:
            return float.__repr__(o)
        if not self.allow_nan:
            raise ValueError(f'Out of range float values are not JSON compliant: {o!r}')
        return 'NaN' if o != o else 'Infinity' if o > 0 else '-Infinity'

    def _has_key(self, key):
        if key is None or isinstance(key, (str, int, float)):
            return True
        if self.skipkeys:
            return False
        raise TypeError(f'keys must be str, int, float, bool or None, not {type(key).__name__}')

    def _container(self, items, brackets, parts, line, within):
        if not items:
            parts.append(brackets)
            return
        between = self.item_separator
        inner = line
        parts.append(brackets[0])
        if self.indent is not None:
            inner += self.indent
            between += inner
            parts.append(inner)
        first = True
        for item in items:
            if not first:
                parts.append(between)
            first = False
            if brackets == '{}':
                key, item = item
                key = key if isinstance(key, str) else self._scalar(key)
                parts.append(quote(key, self.ensure_ascii) + self.key_separator)
            self._write(item, parts, inner, within)
        if self.indent is not None:
            parts.append(line)
        parts.append(brackets[1])


class JSONDecoder:
    def __init__(
        self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True,
        object_pairs_hook=None,
    ):  # fmt: skip
        self.object_hook, self.object_pairs_hook = object_hook, object_pairs_hook
        self.parse_float, self.parse_int = parse_float or float, parse_int or int
        self.parse_constant = parse_constant or float

    def decode(self, s):
        value, end = self.raw_decode(s, _skip(s, 0))
        end = _skip(s, end)
        if end < len(s):
            raise JSONDecodeError('Extra data', s, end)
        return value

    def raw_decode(self, s, idx=0):
        # The value that begins there, and where it ends.
        first = s[idx : idx + 1]
        if first == '"':
            return self._string(s, idx)
        if first == '{':
            return self._object(s, idx + 1)
        if first == '[':
            return self._array(s, idx + 1)
        for name, value in ('null', None), ('true', True), ('false', False):
            if s.startswith(name, idx):
                return value, idx + len(name)
        for name in ('NaN', 'Infinity', '-Infinity'):
            if s.startswith(name, idx):
                return self.parse_constant(name), idx + len(name)
        return self._number(s, idx)

    def _string(self, s, at):
        try:
            return scan_string(s, at + 1)
        except ValueError as error:
            problem = JSONDecodeError(error.args[0], s, error.args[1])
        raise problem

    def _number(self, s, at):
        end = whole = _digits(s, at + s.startswith('-', at))
        start = at + s.startswith('-', at)
        if end == start or s[start] == '0' and end > start + 1:
            if end == start:
                raise JSONDecodeError('Expecting value', s, at)
            return self.parse_int(s[at : start + 1]), start + 1
        if s.startswith('.', end) and (fraction := _digits(s, end + 1)) > end + 1:
            end = fraction
        if s[end : end + 1] in ('e', 'E'):
            start = end + 1 + (s[end + 1 : end + 2] in ('+', '-'))
            if (exponent := _digits(s, start)) > start:
                end = exponent
        return (self.parse_int if end == whole else self.parse_float)(s[at:end]), end

    def _array(self, s, at):
        values = []
        at = _skip(s, at)
        if s.startswith(']', at):
            return values, at + 1
        while True:
            value, at = self.raw_decode(s, at)
            values.append(value)
            at = _skip(s, at)
            if s.startswith(']', at):
                return values, at + 1
            at = _after_comma(s, at, ']', 'array')

    def _object(self, s, at):
        pairs = []
        at = _skip(s, at)
        while not s.startswith('}', at):
            if not s.startswith('"', at):
                raise JSONDecodeError('Expecting property name enclosed in double quotes', s, at)
            key, at = self._string(s, at)
            at = _skip(s, at)
            if not s.startswith(':', at):
                raise JSONDecodeError("Expecting ':' delimiter", s, at)
            value, at = self.raw_decode(s, _skip(s, at + 1))
            pairs.append((key, value))
            at = _skip(s, at)
            if s.startswith('}', at):
                break
            at = _after_comma(s, at, '}', 'object')
        if self.object_pairs_hook:
            return self.object_pairs_hook(pairs), at + 1
        return (self.object_hook or dict)(dict(pairs)), at + 1


def _skip(s, at):
    while s[at : at + 1] in (' ', '\n', '\t', '\r'):
        at += 1
    return at


def _digits(s, at):
    while '0' <= s[at : at + 1] <= '9':
        at += 1
    return at


def _after_comma(s, at, end, what):
    if not s.startswith(',', at):
        raise JSONDecodeError("Expecting ',' delimiter", s, at)
    after = _skip(s, at + 1)
    if s.startswith(end, after):
        raise JSONDecodeError(f'Illegal trailing comma before end of {what}', s, at)
    return after


def dumps(obj, *, cls=None, **kw):
    return (cls or JSONEncoder)(**kw).encode(obj)


def dump(obj, fp, **kw):
    fp.write(dumps(obj, **kw))


def loads(s, *, cls=None, **kw):
    if isinstance(s, (bytes, bytearray)):
        s = s.decode()
    elif not isinstance(s, str):
        raise TypeError(f'the JSON object must be str, bytes or bytearray, not {type(s).__name__}')
    return (cls or JSONDecoder)(**kw).decode(s)


def load(fp, **kw):
    return loads(fp.read(), **kw)
