import pickle

values = [
    None, True, False, 0, 1, 255, 256, 65535, 65536, -1, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 10**30, -10**30, 2**2100,
    0.0, -0.0, 1.5, 1e300, float('inf'), '', 'a', 'näh', '漢字', '\U0001f600', 'x' * 300, b'', b'ab', b'\xff' * 300,
    bytearray(b'xy'), [], [1], [1, 2], (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), {}, {'a': 1}, {'a': 1, 'b': [2]},
    {1}, frozenset([2]), set(), frozenset(), [[], [[]]], {'k': {'k': 'k'}}, ['same', 'same', 'same'],
]
for value in values:
    for protocol in 2, 3, 4, 5:
        data = pickle.dumps(value, protocol)
        back = pickle.loads(data)
        assert back == value and type(back) is type(value), (value, back)
        print(protocol, data if len(data) < 200 else (len(data), data[:20], data[-10:]))

nan = pickle.loads(pickle.dumps(float('nan')))
print(nan != nan)
