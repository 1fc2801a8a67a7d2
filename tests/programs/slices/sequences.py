items = list(range(10))
text, pair, data, numbers = "abcdefghij", tuple("abcdefghij"), b"abcdefghij", range(10)
cuts = [(None, None, None), (2, 5, None), (None, None, -1), (-3, None, None), (None, -3, None), (8, 2, -2), (2, 8, -1), (-100, 100, 3), (5, None, -3), (100, -100, -4), (0, 0, 1), (-1, -4, -1)]
for start, stop, step in cuts:
    cut = slice(start, stop, step)
    print(cut.indices(10), items[cut], text[cut], len(pair[cut]), data[cut], numbers[cut])
    assert list(text[cut]) == list(pair[cut]) and list(numbers[cut]) == items[cut]
print(items[True:], items[:False], items[10 ** 30:], items[:-10 ** 30])
