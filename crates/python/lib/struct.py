# struct: numbers as bytes.

from _core import bits, of_bits

_SIZES = {
    'x': 1, 'c': 1, 'b': 1, 'B': 1, '?': 1, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 4, 'L': 4, 'q': 8, 'Q': 8, 'f': 4,
    'd': 8, 's': 1, 'p': 1,
}  # fmt: skip


class error(Exception):
    pass


class Struct:
    def __init__(self, format):
        if isinstance(format, bytes):
            format = format.decode()
        self.format = format
        native = format[:1] not in ('<', '>', '!', '=')
        self._order = 'big' if format[:1] in ('>', '!') else 'little'
        # Places, letters and sizes of the values.
        self._parts = []
        at, count = 0, ''
        for letter in format[1:] if not native or format[:1] == '@' else format:
            if letter.isdigit():
                count += letter
                continue
            if letter.isspace():
                continue
            size = _SIZES.get(letter)
            if native and letter in 'lLnN':
                letter, size = 'q' if letter in 'ln' else 'Q', 8
            if size is None:
                raise error('bad char in struct format')
            if native:
                at += -at % size
            number = int(count or 1)
            count = ''
            if letter in 'sp':
                self._parts.append((at, letter, number))
            elif letter != 'x':
                self._parts.extend([(at + size * turn, letter, size) for turn in range(number)])
            at += size * number
        if count:
            raise error('repeat count given without format specifier')
        self.size = at

    def pack(self, *values):
        buffer = bytearray(self.size)
        self._fill('pack', buffer, 0, values)
        return bytes(buffer)

    def pack_into(self, buffer, offset, /, *values):
        if offset < 0:
            offset += len(buffer)
        if len(buffer) - offset < self.size:
            raise error(
                f'pack_into requires a buffer of at least {self.size + offset} bytes for packing {self.size} bytes '
                f'at offset {offset} (actual buffer size is {len(buffer)})'
            )
        self._fill('pack_into', buffer, offset, values)

    def _fill(self, name, buffer, offset, values):
        if len(values) != len(self._parts):
            raise error(f'{name} expected {len(self._parts)} items for packing (got {len(values)})')
        for (at, letter, size), value in zip(self._parts, values):
            at += offset
            buffer[at : at + size] = self._packed(letter, size, value)

    def _packed(self, letter, size, value):
        if letter in 'sp':
            if not isinstance(value, (bytes, bytearray)):
                raise error(f"argument for '{letter}' must be a bytes object")
            if letter == 'p':
                value = bytes([min(len(value), size - 1, 255)]) + value[: size - 1]
            return value[:size].ljust(size, b'\0')
        if letter == 'c':
            if not isinstance(value, (bytes, bytearray)) or len(value) != 1:
                raise error('char format requires a bytes object of length 1')
            return value
        if letter == '?':
            return b'\1' if value else b'\0'
        if letter in 'fd':
            if not isinstance(value, (int, float)):
                if not hasattr(value, '__float__'):
                    raise error('required argument is not a float')
            value = float(value)
            if letter == 'f' and abs(value) > 3.4028235677973366e38 and value - value == 0:
                raise OverflowError('float too large to pack with f format')
            return bits(value, size).to_bytes(size, self._order)
        if not hasattr(value, '__index__'):
            raise error('required argument is not an integer')
        signed = letter.islower()
        low = -(1 << size * 8 - 1) if signed else 0
        high = low + (1 << size * 8) - 1
        value = value.__index__()
        if not low <= value <= high:
            raise error(f"'{letter}' format requires {low} <= number <= {high}")
        return value.to_bytes(size, self._order, signed=signed)

    def unpack(self, buffer, /):
        if len(buffer) != self.size:
            raise error(f'unpack requires a buffer of {self.size} bytes')
        return self._values(buffer, 0)

    def unpack_from(self, buffer, /, offset=0):
        if offset < 0:
            offset += len(buffer)
        if len(buffer) - offset < self.size:
            raise error(
                f'unpack_from requires a buffer of at least {self.size + offset} bytes for unpacking {self.size} '
                f'bytes at offset {offset} (actual buffer size is {len(buffer)})'
            )
        return self._values(buffer, offset)

    def iter_unpack(self, buffer, /):
        if not self.size:
            raise error('cannot iteratively unpack with a struct of length 0')
        if len(buffer) % self.size:
            raise error(f'iterative unpacking requires a buffer of a multiple of {self.size} bytes')
        return (self._values(buffer, at) for at in range(0, len(buffer), self.size))

    def _values(self, buffer, offset):
        order = self._order
        values = []
        for at, letter, size in self._parts:
            at += offset
            part = bytes(buffer[at : at + size])
            if letter == 'p':
                part = part[1 : 1 + part[0]]
            elif letter == '?':
                part = part != b'\0'
            elif letter in 'fd':
                part = of_bits(int.from_bytes(part, order), size)
            elif letter not in 'sc':
                part = int.from_bytes(part, order, signed=letter.islower())
            values.append(part)
        return tuple(values)

    def __repr__(self):
        return f'_struct.Struct({self.format!r})'


_known = {}


def _of(format):
    found = _known.get(format)
    if found is None:
        if len(_known) > 100:
            _known.clear()
        found = _known[format] = Struct(format)
    return found


def pack(format, /, *values):
    return _of(format).pack(*values)


def pack_into(format, buffer, offset, /, *values):
    _of(format).pack_into(buffer, offset, *values)


def unpack(format, buffer, /):
    return _of(format).unpack(buffer)


def unpack_from(format, /, buffer, offset=0):
    return _of(format).unpack_from(buffer, offset)


def iter_unpack(format, buffer, /):
    return _of(format).iter_unpack(buffer)


def calcsize(format, /):
    return _of(format).size
