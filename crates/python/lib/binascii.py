# binascii: bytes as hexadecimal and as base64 text.

from zlib import adler32, crc32  # noqa: F401

_DIGITS = b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}


class Error(ValueError):
    pass


class Incomplete(Exception):
    pass


def b2a_base64(data, /, *, newline=True):
    _check(data)
    text = []
    for i in range(0, len(data), 3):
        three = data[i : i + 3]
        bits = int.from_bytes(three, 'big') << 8 * (3 - len(three))
        four = [_DIGITS[bits >> shift & 63] for shift in (18, 12, 6, 0)]
        text += four[: len(three) + 1] + [61] * (3 - len(three))
    return bytes(text) + (b'\n' if newline else b'')


def a2b_base64(data, /, *, strict_mode=False):
    if isinstance(data, str):
        if not data.isascii():
            raise ValueError('string argument should contain only ASCII characters')
        data = data.encode()
    _check(data, 'argument should be bytes, buffer or ASCII string, not {!r}')
    if strict_mode and data[:1] == b'=':
        raise Error('Leading padding not allowed')
    # How many digits of four there are, and how many bits they have.
    out, count, bits, pads, digits = [], 0, 0, 0, 0
    for i, digit in enumerate(data):
        if digit == 61:
            pads += 1
            if count >= 2 and count + pads >= 4:
                if strict_mode and i + 1 < len(data):
                    raise Error('Excess data after padding')
                return bytes(out)
            if strict_mode and not count:
                raise Error('Excess padding not allowed')
            continue
        value = _VALUES.get(digit)
        if value is None:
            if strict_mode:
                raise Error('Only base64 data is allowed')
            continue
        if strict_mode and pads:
            raise Error('Discontinuous padding not allowed')
        pads, count, digits = 0, (count + 1) % 4, digits + 1
        bits = (bits << 6 | value) & 0xFFFF
        if count != 1:
            out.append(bits >> (-count % 4) * 2 & 255)
    if count == 1:
        raise Error(f'Invalid base64-encoded string: number of data characters ({digits}) cannot be 1 more than a multiple of 4')  # fmt: skip
    if count:
        raise Error('Incorrect padding')
    return bytes(out)


def hexlify(data):
    _check(data)
    return data.hex().encode()


def unhexlify(hexstr, /):
    text = hexstr if isinstance(hexstr, str) else hexstr.decode('latin-1')
    if len(text) % 2:
        raise Error('Odd-length string')
    if not all(c in '0123456789abcdefABCDEF' for c in text):
        raise Error('Non-hexadecimal digit found')
    return bytes.fromhex(text)


b2a_hex, a2b_hex = hexlify, unhexlify


def _check(data, message='a bytes-like object is required, not {!r}'):
    if not isinstance(data, (bytes, bytearray)):
        raise TypeError(message.format(type(data).__name__))
