# base64: bytes as text of 64, 32 or 16 digits.

import binascii

_BASE32 = b'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'


def b64encode(s, altchars=None):
    text = binascii.b2a_base64(s, newline=False)
    return text if altchars is None else _exchanged(text, b'+/', altchars)


def b64decode(s, altchars=None, validate=False):
    s = _bytes(s)
    if altchars is not None:
        s = _exchanged(s, _bytes(altchars), b'+/')
    return binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    return b64encode(s, b'-_')


def urlsafe_b64decode(s):
    return b64decode(s, b'-_')


def encodebytes(s):
    if not isinstance(s, (bytes, bytearray)):
        raise TypeError(f'expected bytes-like object, not {type(s).__name__}')
    return b''.join([binascii.b2a_base64(s[i : i + 57]) for i in range(0, len(s), 57)])


def decodebytes(s):
    if not isinstance(s, (bytes, bytearray)):
        raise TypeError(f'expected bytes-like object, not {type(s).__name__}')
    return binascii.a2b_base64(s)


def b32encode(s):
    if not isinstance(s, (bytes, bytearray)):
        raise TypeError(f'memoryview: a bytes-like object is required, not {type(s).__name__!r}')
    text = []
    for i in range(0, len(s), 5):
        five = s[i : i + 5]
        bits = int.from_bytes(five, 'big') << 8 * (5 - len(five))
        digits = (len(five) * 8 + 4) // 5
        text += [_BASE32[bits >> 35 - 5 * k & 31] for k in range(digits)] + [61] * (8 - digits)
    return bytes(text)


def b32decode(s, casefold=False, map01=None):
    s = _bytes(s)
    if map01 is not None:
        s = s.replace(b'0', b'O').replace(b'1', _bytes(map01))
    if casefold:
        s = s.upper()
    digits = s.rstrip(b'=')
    if len(s) % 8 or len(s) - len(digits) not in (0, 1, 3, 4, 6):
        raise binascii.Error('Incorrect padding')
    if any(digit not in _BASE32 for digit in digits):
        raise binascii.Error('Non-base32 digit found')
    bits = 0
    for digit in digits:
        bits = bits << 5 | _BASE32.index(digit)
    extra = len(digits) * 5 % 8
    return (bits >> extra).to_bytes(len(digits) * 5 // 8, 'big')


def b16encode(s):
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    s = _bytes(s)
    if casefold:
        s = s.upper()
    if any(digit not in b'0123456789ABCDEF' for digit in s):
        raise binascii.Error('Non-base16 digit found')
    return binascii.unhexlify(s)


def _exchanged(text, old, new):
    exchanged = dict(zip(old, new))
    return bytes([exchanged.get(digit, digit) for digit in text])


def _bytes(s):
    if isinstance(s, str):
        try:
            return s.encode('ascii')
        except UnicodeEncodeError:
            raise ValueError('string argument should contain only ASCII characters') from None
    if not isinstance(s, (bytes, bytearray)):
        raise TypeError(f'argument should be a bytes-like object or ASCII string, not {type(s).__name__!r}')
    return s
