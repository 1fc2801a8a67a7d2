from urllib.parse import quote, quote_from_bytes, quote_plus, unquote, unquote_plus, unquote_to_bytes, urlencode


def show(function, *args, **kwargs):
    try:
        print(function.__name__, args, kwargs or '', repr(function(*args, **kwargs)))
    except Exception as error:
        print(function.__name__, args, kwargs or '', type(error).__name__, error)


for text in ['', 'a b/c&d=ü€😀%25+~-._!*()\'"', b'\xff/ a', 'abc']:
    show(quote, text)
    show(quote, text, '')
    show(quote, text, safe='/&ü')
    show(quote, text, encoding='latin-1', errors='replace')
    show(quote, text, encoding='latin-1')
    show(quote_plus, text)
    show(quote_plus, text, '/')
show(quote_from_bytes, b'a b')
show(quote_from_bytes, 'x')
show(quote, 5)

for text in ['', 'a%20b', '%', '%2', '%zz%41', 'a+b%2B', '%C3%BC', '%ff%fe', 'ü%C3%BCü%C3', '%e2%82%ac€', '%C3ü%BC']:
    show(unquote, text)
    show(unquote_plus, text)
    show(unquote, text, 'latin-1')
    show(unquote, text, errors='ignore')
    show(unquote_to_bytes, text)

for query in [
    {},
    {'a': 1, 'b': 'x y&'},
    [('a', 'b'), ('a', 'ü')],
    {'a': [1, 2], 'b': 'xy', 'c': (), 'd': b'z'},
    {'a': None, 'b': True, 'c': 1.5},
    {b'a': b'\xff'},
    'abc',
    [1, 2],
    5,
    [('a',)],
]:
    show(urlencode, query)
    show(urlencode, query, True)
print(urlencode({'a': 'x y/z'}, safe='/'), urlencode({'a': 'x y/z'}, quote_via=quote), urlencode({'ü': 'ä'}, encoding='latin-1'))
