# pprint: values over several lines where one is too short.


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True):
    return _lines(object, indent, width, 0, sort_dicts, depth, ())


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True):
    print(pformat(object, indent, width, depth, sort_dicts=sort_dicts), file=stream)


def pp(object, *args, sort_dicts=False, **kwargs):
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def _sorted(items):
    try:
        return sorted(items)
    except TypeError:
        return sorted(items, key=lambda item: (str(type(item)), id(item)))


_BRACKETS = {list: '[]', tuple: '()', dict: '{}', set: '{}', frozenset: ('frozenset({', '})')}


def _lines(value, indent, room, after, sort, depth, around):
    # `room` is how many columns there are, `after` how many of them are needed behind the last line.
    cls = type(value)
    if cls not in _BRACKETS or not value:
        return repr(value)
    if id(value) in around:
        return f'<Recursion on {cls.__name__} with id={id(value)}>'
    opening, closing = _BRACKETS[cls]
    if depth is not None and len(around) >= depth:
        return f'{opening}...{closing}'
    around = (*around, id(value))
    keys = _sorted(value) if cls in (set, frozenset) or cls is dict and sort else list(value)
    if cls is tuple and len(value) == 1:
        closing = ',)'
    lead = indent + len(opening) - 1
    for wide in (10**9, room):
        parts = []
        for at, key in enumerate(keys):
            head, item = (repr(key) + ': ', value[key]) if cls is dict else ('', key)
            end = after + len(closing) if at == len(keys) - 1 else 1
            text = _lines(item, indent, wide - lead - len(head), end, sort, depth, around)
            parts.append(head + text.replace('\n', '\n' + ' ' * (lead + len(head))))
        line = opening + ', '.join(parts) + closing
        if len(line) <= room - after:
            return line
    return opening + ' ' * (indent - 1) + (',\n' + ' ' * lead).join(parts) + closing
