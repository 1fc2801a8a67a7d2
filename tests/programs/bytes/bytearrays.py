b = bytearray(b"hello")
print(b, len(b), b[0], b[1:3], bytes(b), b == b"hello", bytearray(3), bytearray([1, 2]))
b[0] = ord("J")
b.append(33)
b.extend(b"??")
b += b"."
print(b)
b[1:3] = b"EEEE"
print(b)
del b[-2:]
del b[0]
b.insert(0, 42)
print(b, b.pop(), b.pop(0), b)
b.reverse()
print(b, b.find(b"E"), b.upper(), b.decode())
b.remove(ord("E"))
print(b, b * 2, b + b"x", list(b[:2]), b.hex())
alias = b
alias.clear()
print(b, alias is b, b.copy() is b)
def assign(place, value):
    b[place] = value
for action in (lambda: assign(0, 1), lambda: b.append(256), lambda: b.append("a"), lambda: b.pop(), lambda: b.remove(1), lambda: assign(slice(1), "x")):
    try:
        action()
    except (IndexError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
try:
    hash(b)
except TypeError as error:
    print(error)
