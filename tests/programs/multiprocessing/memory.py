import multiprocessing


def change(number, text, numbers, raw):
    number.value = 2.5
    text.value = b'child'
    for i in range(len(numbers)):
        numbers[i] = -numbers[i]
    raw[0] = 99


def tell(action):
    try:
        print(repr(action()))
    except Exception as error:
        print(type(error).__name__, error)


def set_value(one, value):
    one.value = value


def set_item(one, place, value):
    one[place] = value


if __name__ == '__main__':
    number, text = multiprocessing.Value('d', 1.5), multiprocessing.Array('c', b'parent')
    numbers, raw = multiprocessing.Array('i', range(5)), multiprocessing.RawArray('l', 3)
    process = multiprocessing.Process(target=change, args=(number, text, numbers, raw))
    process.start()
    process.join()
    print(number.value, text.value, text.raw, numbers[:], list(raw))

    for code, value in ('b', 200), ('B', -1), ('h', 40000), ('H', 70000), ('i', 2**31), ('I', -1), ('l', 2**63), ('L', -1):
        one = multiprocessing.Value(code)
        print(code, one.value, end=' ')
        one.value = value
        print(one.value, multiprocessing.RawValue(code, value))
    print(multiprocessing.Value('f', 0.1).value, multiprocessing.Value('d', 0.1).value)
    print(multiprocessing.Value('c', b'x').value, multiprocessing.Value('i', True).value)

    value = multiprocessing.Value('i', 3)
    print(value, value.get_obj(), value.get_lock())
    tell(lambda: set_value(value, 1.5))
    tell(lambda: set_value(value, 'a'))
    tell(lambda: multiprocessing.Value('x'))
    tell(lambda: multiprocessing.Value('i', 1, 2))
    tell(lambda: multiprocessing.Value('i', lock=5))
    tell(lambda: set_value(number, 'a'))

    array = multiprocessing.Array('i', [1, 2, 3])
    print(len(array), array[-1], array[::2], list(array), 2 in array)
    array[0:2] = [7, 8]
    print(array[:])
    tell(lambda: array[5])
    tell(lambda: set_item(array, 5, 1))
    tell(lambda: set_item(array, 0, 'a'))
    tell(lambda: set_item(array, slice(0, 2), [1]))
    with array.get_lock():
        array[0] += 1
    print(array[0])
    text.value = b'ab'
    print(text.value, text.raw, text[0], text[:3])
    tell(lambda: set_value(text, b'much too long'))
