# string: sets of characters, templates with $names, and what str.format does.

from _core import fields
from _prelude import behind

whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = ascii_lowercase.upper()
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdef' + 'ABCDEF'
octdigits = '01234567'
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or ' ').join([word.capitalize() for word in s.split(sep)])


class Template:
    # Text with $name, ${name}, and $$ for a dollar.
    delimiter = '$'

    def __init__(self, template):
        self.template = template

    def _parts(self):
        # Pairs of plain text and what follows it: its source, and the name or None where there is none.
        text = self.template
        end = 0
        while (at := text.find(self.delimiter, end)) >= 0:
            plain, start = text[end:at], at + 1
            braced = text[start : start + 1] == '{'
            end = start = start + braced
            while end < len(text) and text[end].isascii() and (text[end] == '_' or text[end].isalnum()):
                end += 1
            name = text[start:end]
            if text[start : start + 1] == self.delimiter and not braced:
                end = start + 1
                yield plain + self.delimiter, '', None, at
            elif name and not name[0].isdigit() and (not braced or text[end : end + 1] == '}'):
                end += braced
                yield plain, text[at:end], name, at
            else:
                end = at + 1
                yield plain, self.delimiter, None, at
        yield text[end:], '', None, len(text)

    def _fill(self, mapping, kws, safe):
        values = {**mapping, **kws}
        result = []
        for plain, source, name, at in self._parts():
            result.append(plain)
            if name is not None and (name in values or not safe):
                source = str(values[name])
            elif source and not safe:
                lines = self.template[:at].split('\n')
                raise ValueError(f'Invalid placeholder in string: line {len(lines)}, col {len(lines[-1]) + 1}')
            result.append(source)
        return ''.join(result)

    def substitute(self, mapping={}, /, **kws):
        return self._fill(mapping, kws, False)

    def safe_substitute(self, mapping={}, /, **kws):
        return self._fill(mapping, kws, True)

    def get_identifiers(self):
        return list(dict.fromkeys([name for _, _, name, _ in self._parts() if name]))

    def is_valid(self):
        return not any([source and name is None for _, source, name, _ in self._parts()])


class Formatter:
    # What str.format does, in parts that a class can replace.
    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        result = self._filled(format_string, args, kwargs, used, [0], 2)
        self.check_unused_args(used, args, kwargs)
        return result

    def _filled(self, format_string, args, kwargs, used, turn, depth):
        if depth < 0:
            raise ValueError('Max string recursion exceeded')
        result = []
        for literal, name, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if name is None:
                continue
            if name == '' or name[0] in '.[':
                name = f'{turn[0]}{name}'
                turn[0] += 1
            value, first = self.get_field(name, args, kwargs)
            used.add(first)
            value = self.convert_field(value, conversion)
            spec = self._filled(spec, args, kwargs, used, turn, depth - 1)
            result.append(self.format_field(value, spec))
        return ''.join(result)

    def parse(self, format_string):
        return [
            (literal, name, spec, conversion) for literal, name, conversion, spec in fields(format_string)
        ]

    def get_field(self, field_name, args, kwargs):
        end = 0
        while end < len(field_name) and field_name[end] not in '.[':
            end += 1
        first, path = field_name[:end], field_name[end:]
        if first.isdecimal():
            first = int(first)
        value = self.get_value(first, args, kwargs)
        return behind(value, path), first

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        return str(value) if conversion == 's' else repr(value) if conversion == 'r' else ascii(value)

    def format_field(self, value, format_spec):
        return format(value, format_spec)
