# numpy._text: how arrays are shown.

_EDGE, _THRESHOLD, _WIDTH, _DIGITS = 3, 1000, 75, 8


def _positional(number):
    # The shortest digits, at most eight behind the point, without zeros at the end.
    text = f'{number:.{_DIGITS}f}'
    if float(text) != number and 'e' not in repr(number):
        short = repr(number)
        if len(short.partition('.')[2]) <= _DIGITS:
            text = short
    elif float(text) == number and 'e' not in repr(number):
        text = repr(number)
    return text.rstrip('0') if '.' in text else text + '.'


def _scientific(number, digits=None):
    if digits is None:
        short = f'{number!r}'
        mantissa = short.partition('e')[0].lstrip('-').replace('.', '').strip('0')
        digits = min(max(len(mantissa) - 1, 0), _DIGITS)
        text = f'{number:.{digits}e}'
        mantissa, _, exponent = text.partition('e')
        mantissa = mantissa.rstrip('0') if '.' in mantissa else mantissa + '.'
        return mantissa + 'e' + exponent
    return f'{number:.{digits}e}' if digits else f'{number:.0e}'.replace('e', '.e')


def _floats(values):
    finite = [value for value in values if value - value == 0]
    sizes = [abs(value) for value in finite if value]
    exponents = bool(sizes) and (max(sizes) >= 1e8 or min(sizes) < 0.0001 or max(sizes) / min(sizes) > 1000)
    digits = left = right = 0
    if exponents:
        parts = [_scientific(value).partition('e') for value in finite]
        digits = max(len(mantissa.partition('.')[2]) for mantissa, _, _ in parts)
        left = max(len(mantissa.partition('.')[0]) for mantissa, _, _ in parts)
        right = max(len(exponent) for _, _, exponent in parts) + 1 + digits
    elif finite:
        parts = [_positional(value).partition('.') for value in finite]
        left = max(len(whole) for whole, _, _ in parts)
        right = max(len(rest) for _, _, rest in parts)
    if len(finite) != len(values):
        negative = any(value == float('-inf') for value in values)
        has_nan = any(value != value for value in values)
        has_inf = any(value in (float('inf'), float('-inf')) for value in values)
        left = max(left, 3 * has_nan - right - 1, (3 + negative) * has_inf - right - 1)

    def show(value):
        if value - value != 0:
            return repr(value).rjust(left + right + 1)
        if exponents:
            return _scientific(value, digits).rjust(left + right + 1)
        whole, _, rest = _positional(value).partition('.')
        return whole.rjust(left) + '.' + rest.ljust(right)

    return show


def _edges(array):
    # What is shown of a large array.
    if array.ndim == 1:
        return array.tolist() if len(array) <= 2 * _EDGE else array[:_EDGE].tolist() + array[-_EDGE:].tolist()
    rows = range(len(array)) if len(array) <= 2 * _EDGE else [*range(_EDGE), *range(-_EDGE, 0)]
    return [value for row in rows for value in _edges(array[row])]


def shown(array, is_repr):
    kind, size, shape = array.dtype.name, array.size, array.shape
    separator = ', ' if is_repr else ' '
    if not size:
        if not is_repr:
            return '[]' if len(shape) < 2 or not shape[0] else '[' + ' '.join(['[]'] * shape[0]) + ']'
        inner = '[]' if shape == (0,) else f'[], shape={shape}'
        return f'array({inner}, dtype={kind})'
    summary = size > _THRESHOLD
    values = _edges(array) if summary else array.reshape(-1).tolist()
    if not shape:
        text = {'float64': lambda value: _floats([value])(value)}.get(kind, repr)(values[0])
        return f'array({text})' if is_repr else str(values[0])
    if kind == 'float64':
        show = _floats(values)
    elif kind == 'int64':
        most = max(len(str(max(values))), len(str(min(values))))
        show = lambda value: str(value).rjust(most)
    else:
        show = lambda value: ' True' if value else 'False'
    width = _WIDTH - is_repr
    indent = ' ' * (1 + 6 * is_repr)

    def lines(array, indent, width):
        length = len(array)
        cut = summary and 2 * _EDGE < length
        places = [*range(_EDGE), None, *range(-_EDGE, 0)] if cut else range(length)
        if array.ndim > 1:
            between = separator.rstrip() + '\n' * (array.ndim - 1) + indent
            return '[' + between.join('...' if at is None else lines(array[at], indent + ' ', width - 1) for at in places) + ']'
        words = ['...' if at is None else show(array[at].item()) for at in places]
        text, line, room = '', indent, width - max(len(separator.rstrip()), 1)
        for place, word in enumerate(words):
            if len(line) + len(word) > room and len(line) > len(indent):
                text += line.rstrip() + '\n'
                line = indent
            line += word + (separator if place < len(words) - 1 else '')
        return '[' + (text + line)[len(indent) :] + ']'

    text = lines(array, indent, width)
    if not is_repr:
        return text
    if not summary:
        return f'array({text})'
    extra = f'shape={shape})'
    last = len(text) - text.rfind('\n') - 1 + (6 if '\n' not in text else 0)
    return f'array({text}, {extra}' if last + len(extra) + 2 <= _WIDTH else f'array({text},\n      {extra}'
