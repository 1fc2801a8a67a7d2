# What is long is divided into batches and frames: the bytes are those of CPython.
import hashlib
import pickle


class Items(list):
    pass


class Table(dict):
    pass


def tell(name, value):
    data = pickle.dumps(value, 4)
    assert pickle.loads(data) == value
    print(name, len(data), hashlib.md5(data).hexdigest())


for count in 999, 1000, 1001, 1002, 2000, 2001:
    tell(f'list {count}', list(range(count)))
    tell(f'dict {count}', dict.fromkeys(range(count)))
    tell(f'set {count}', set(range(count)))
    tell(f'frozenset {count}', frozenset(range(count)))
    tell(f'tuple {count}', tuple(range(count)))
    tell(f'Items {count}', Items(range(count)))
    tell(f'Table {count}', Table.fromkeys(range(count)))

for count in 65_520, 65_530, 65_536, 70_000, 200_000:
    tell(f'str {count}', 'a' * count)
    tell(f'bytes {count}', b'a' * count)
    tell(f'both {count}', [b'a' * count, 'b' * count, 1])
    tell(f'inside {count}', [1, ['a' * count], 2])
    tell(f'ints {count}', list(range(count)))

tell('floats', [float(i) for i in range(20_000)])
tell('lists', [[i] for i in range(20_000)])
tell('pairs', [(i, (i, i)) for i in range(20_000)])
tell('texts', {i: str(i) for i in range(20_000)})
tell('records', [{'id': i, 'name': f'user {i}', 'tags': ['a', 'b']} for i in range(5_000)])
