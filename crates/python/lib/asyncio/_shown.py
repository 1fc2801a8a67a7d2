# Long values made short, as in the representation of a future.


def short(value, level=6):
    if isinstance(value, str):
        return _cut(repr(value[:30]), 30) if len(value) <= 30 else _cut(repr(value[:13] + value[-15:]), 30, True)
    if type(value) is int:
        return _cut(repr(value), 40)
    for kind, most, begin, end in _BRACKETS:
        if type(value) is kind:
            return _items(value, most, begin, end, level)
    return _cut(repr(value), 30)


_BRACKETS = (list, 6, '[', ']'), (tuple, 6, '(', ')'), (dict, 4, '{', '}'), (set, 6, '{', '}')


def _cut(text, most, always=False):
    if len(text) <= most and not always:
        return text
    before = (most - 3) // 2
    return f'{text[:before]}...{text[len(text) - (most - 3 - before):]}'


def _items(value, most, begin, end, level):
    if not value:
        return repr(value)
    if level <= 0:
        return f'{begin}...{end}'
    if type(value) is dict:
        shown = [f'{short(key, level - 1)}: {short(value[key], level - 1)}' for key in _ordered(value)[:most]]
    else:
        shown = [short(item, level - 1) for item in (_ordered(value) if type(value) is set else value[:most])][:most]
    if len(value) > most:
        shown.append('...')
    comma = ',' if type(value) is tuple and len(value) == 1 else ''
    return f'{begin}{", ".join(shown)}{comma}{end}'


def _ordered(items):
    try:
        return sorted(items)
    except Exception:
        return list(items)
