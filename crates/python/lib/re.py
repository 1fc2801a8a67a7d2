# re: regular expressions. Patterns are compiled and matched natively.
#
# From `_re` come:
#   compile(pattern, flags) -> (compiled, groups, names, flags), or (message, place) if the pattern is wrong
#   scan(compiled, subject, start, end, mode, most, before) -> list of matches, each a tuple of the places of its
#                              groups and the number of the last one, and what the next call goes on with, or None;
#                              mode 0 searches, 1 matches, 2 matches all

import _re
from enum import IntFlag


class RegexFlag(IntFlag):
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    DEBUG = 128

    def __repr__(self):
        names = [f're.{flag.name}' for flag in RegexFlag if flag.value & self.value]
        return '|'.join(names) or 're.NOFLAG'

    __str__ = __repr__


NOFLAG, IGNORECASE, MULTILINE, DOTALL = RegexFlag.NOFLAG, RegexFlag.IGNORECASE, RegexFlag.MULTILINE, RegexFlag.DOTALL
UNICODE, VERBOSE, ASCII = RegexFlag.UNICODE, RegexFlag.VERBOSE, RegexFlag.ASCII
I, M, S, U, X, A = IGNORECASE, MULTILINE, DOTALL, UNICODE, VERBOSE, ASCII

_MOST = 2**63 - 1


class PatternError(Exception):
    __module__ = 're'

    def __init__(self, msg, pattern=None, pos=None):
        self.msg, self.pattern, self.pos = msg, pattern, pos
        self.lineno = self.colno = None
        if pattern is not None and pos is not None:
            newline = '\n' if isinstance(pattern, str) else b'\n'
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            msg = f'{msg} at position {pos}'
            if newline in pattern:
                msg = f'{msg} (line {self.lineno}, column {self.colno})'
        super().__init__(msg)


error = PatternError


class Match:
    def __init__(self, pattern, string, pos, endpos, places):
        self.re, self.string, self.pos, self.endpos, self._places = pattern, string, pos, endpos, places

    @property
    def lastindex(self):
        return self._places[-1]

    @property
    def lastgroup(self):
        for name, group in self.re.groupindex.items():
            if group == self._places[-1]:
                return name

    @property
    def regs(self):
        return tuple([self.span(group) for group in range(self.re.groups + 1)])

    def _number(self, group):
        if isinstance(group, str):
            group = self.re.groupindex.get(group, -1)
        if not 0 <= group <= self.re.groups:
            raise IndexError('no such group')
        return group

    def _text(self, group, default=None):
        start = self._places[2 * group]
        return default if start < 0 else self.string[start : self._places[2 * group + 1]]

    def group(self, *groups):
        if not groups:
            return self._text(0)
        found = [self._text(self._number(group)) for group in groups]
        return found[0] if len(found) == 1 else tuple(found)

    def __getitem__(self, group):
        return self._text(self._number(group))

    def groups(self, default=None):
        return tuple([self._text(group, default) for group in range(1, self.re.groups + 1)])

    def groupdict(self, default=None):
        return {name: self._text(group, default) for name, group in self.re.groupindex.items()}

    def start(self, group=0, /):
        return self._places[2 * self._number(group)]

    def end(self, group=0, /):
        return self._places[2 * self._number(group) + 1]

    def span(self, group=0, /):
        return self.start(group), self.end(group)

    def expand(self, template):
        return _filled(_template(self.re, template), self)

    def __copy__(self):
        return self

    def __repr__(self):
        return f'<re.Match object; span={self.span()}, match={self._text(0)!r}>'


class Pattern:
    def __init__(self, pattern, flags):
        text = pattern if isinstance(pattern, str) else pattern.decode('latin-1')
        found = _re.compile(text, int(flags) | (0 if isinstance(pattern, str) else 256))
        if len(found) == 2:
            raise PatternError(found[0], pattern, found[1])
        self.pattern = pattern
        self._compiled, self.groups, self.groupindex, flags = found
        self.flags = flags | 32 if isinstance(pattern, str) and not flags & 256 else flags
        self._empty = '' if isinstance(pattern, str) else b''

    def __reduce__(self):
        return _compile, (self.pattern, self.flags)

    def _scan(self, string, pos, endpos, mode, most):
        if isinstance(string, str) != isinstance(self.pattern, str) and isinstance(string, (str, bytes, bytearray)):
            kinds = ('string', 'bytes-like') if isinstance(self.pattern, str) else ('bytes', 'string')
            raise TypeError(f'cannot use a {kinds[0]} pattern on a {kinds[1]} object')
        found, before = _re.scan(self._compiled, string, pos, endpos, mode, most, None)
        while before is not None:
            left = most and most - len(found)
            more, before = _re.scan(self._compiled, string, pos, endpos, mode, left, before)
            found += more
        return found

    def _one(self, string, pos, endpos, mode):
        for places in self._scan(string, pos, endpos, mode, 1):
            return Match(self, string, pos, min(endpos, len(string)), places)

    def match(self, string, pos=0, endpos=_MOST):
        return self._one(string, pos, endpos, 1)

    def fullmatch(self, string, pos=0, endpos=_MOST):
        return self._one(string, pos, endpos, 2)

    def search(self, string, pos=0, endpos=_MOST):
        return self._one(string, pos, endpos, 0)

    def finditer(self, string, pos=0, endpos=_MOST):
        found = self._scan(string, pos, endpos, 0, 0)
        return iter([Match(self, string, pos, min(endpos, len(string)), places) for places in found])

    def findall(self, string, pos=0, endpos=_MOST):
        found = []
        for places in self._scan(string, pos, endpos, 0, 0):
            if self.groups:
                texts = [
                    string[places[at] : places[at + 1]] if places[at] >= 0 else self._empty
                    for at in range(2, len(places) - 1, 2)
                ]
                found.append(texts[0] if self.groups == 1 else tuple(texts))
            else:
                found.append(string[places[0] : places[1]])
        return found

    def split(self, string, maxsplit=0):
        parts = []
        last = 0
        for places in self._scan(string, 0, _MOST, 0, maxsplit) if maxsplit >= 0 else ():
            parts.append(string[last : places[0]])
            last = places[1]
            for at in range(2, len(places) - 1, 2):
                parts.append(string[places[at] : places[at + 1]] if places[at] >= 0 else None)
        parts.append(string[last:])
        return parts

    def subn(self, repl, string, count=0):
        template = None if callable(repl) else _template(self, repl)
        parts = []
        last = number = 0
        for places in self._scan(string, 0, _MOST, 0, count) if count >= 0 else ():
            match = Match(self, string, 0, len(string), places)
            parts.append(string[last : places[0]])
            new = repl(match) if template is None else _filled(template, match)
            if new:
                parts.append(new)
            last = places[1]
            number += 1
        parts.append(string[last:])
        return self._empty.join(parts), number

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def __copy__(self):
        return self

    def __eq__(self, other):
        if not isinstance(other, Pattern):
            return NotImplemented
        return self.pattern == other.pattern and self.flags == other.flags

    def __hash__(self):
        return hash((self.pattern, self.flags))

    def __repr__(self):
        names = [flag.name for flag in (I, M, S, X, A) if self.flags & flag]
        flags = ''.join([f', re.{"|re.".join(names)}' if names else ''])
        return f're.compile({self.pattern!r:.200}{flags})'


def _template(pattern, source):
    # Literals and numbers of groups.
    empty = source[:0]
    text = source if isinstance(source, str) else source.decode('latin-1')
    if '\\' not in text:
        return [source]
    parts = []
    at = 0

    def literal(text):
        parts.append(text if isinstance(source, str) else text.encode('latin-1'))

    def group(number, name, place):
        if number > pattern.groups:
            raise PatternError(f'invalid group reference {name}', source, place)
        parts.append(number)

    while (slash := text.find('\\', at)) >= 0:
        literal(text[at:slash])
        letter = text[slash + 1 : slash + 2]
        at = slash + 2
        if not letter:
            raise PatternError('bad escape (end of pattern)', source, slash)
        if letter == 'g':
            if text[at : at + 1] != '<':
                raise PatternError('missing <', source, at)
            end = text.find('>', at)
            name = text[at + 1 : end]
            if end < 0 or not name:
                message = 'missing group name' if end >= 0 or at + 1 >= len(text) else 'missing >, unterminated name'
                raise PatternError(message, source, at + 1)
            if name.isdecimal() and name.isascii():
                group(int(name), name, at + 1)
            elif not name.isidentifier():
                raise PatternError(f'bad character in group name {name!r}', source, at + 1)
            elif name not in pattern.groupindex:
                raise IndexError(f'unknown group name {name!r}')
            else:
                parts.append(pattern.groupindex[name])
            at = end + 1
        elif letter in '0123456789':
            end = at
            while end < slash + 4 and text[end : end + 1] in tuple('0123456789'):
                end += 1
            octal = slash + 1
            while octal < slash + 4 and text[octal : octal + 1] in tuple('01234567'):
                octal += 1
            if letter == '0' or octal == slash + 4:
                at = min(octal, slash + 3) if letter == '0' else octal
                literal(chr(int(text[slash + 1 : at], 8) & 255))
            else:
                at = min(end, slash + 3)
                group(int(text[slash + 1 : at]), text[slash + 1 : at], slash + 1)
        elif letter in _ESCAPES:
            literal(_ESCAPES[letter])
        elif letter.isascii() and letter.isalpha():
            raise PatternError(f'bad escape \\{letter}', source, slash)
        else:
            literal('\\' + letter)
    literal(text[at:])
    return [part for part in parts if part != empty]


_ESCAPES = {'n': '\n', 't': '\t', 'r': '\r', 'f': '\f', 'v': '\v', 'a': '\a', 'b': '\b', '\\': '\\'}


def _filled(template, match):
    empty = match.re._empty
    if len(template) == 1 and not isinstance(template[0], int):
        return template[0]
    return empty.join([match._text(part, empty) if isinstance(part, int) else part for part in template])


_known = {}


def _compile(pattern, flags):
    return compile(pattern, flags)


def compile(pattern, flags=0):
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError('cannot process flags argument with a compiled pattern')
        return pattern
    if not isinstance(pattern, (str, bytes)):
        raise TypeError('first argument must be string or compiled pattern')
    key = type(pattern), pattern, int(flags)
    found = _known.get(key)
    if found is None:
        if len(_known) > 500:
            _known.clear()
        found = _known[key] = Pattern(pattern, flags)
    return found


def purge():
    _known.clear()


def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)


def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)


def split(pattern, string, maxsplit=0, flags=0):
    return compile(pattern, flags).split(string, maxsplit)


def sub(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).subn(repl, string, count)


def escape(pattern):
    special = '()[]{}?*+-|^$\\.&~# \t\n\r\v\f'
    if isinstance(pattern, str):
        return ''.join(['\\' + letter if letter in special else letter for letter in pattern])
    return escape(pattern.decode('latin-1')).encode('latin-1')
