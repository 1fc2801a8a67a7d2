import base64
import binascii


def show(function, *args, **kwargs):
    try:
        print(function.__name__, args, kwargs or '', function(*args, **kwargs))
    except Exception as error:
        print(function.__name__, args, kwargs or '', type(error).__name__, error)


for data in [b'', b'a', b'ab', b'abc', b'\xff\xfe\xfd\xfb', bytearray(b'xyz'), bytes(range(60)), 'text', 5, None]:
    show(base64.b64encode, data)
    show(base64.urlsafe_b64encode, data)
    show(base64.standard_b64encode, data)
    show(base64.b16encode, data)
    show(base64.b32encode, data)
    show(base64.encodebytes, data)
    show(binascii.hexlify, data)

for text in [
    '', 'YQ', 'YQ=', 'YQ==', 'YQ===', 'Y', 'YWJj', 'YW Jj', 'YW*Jj', 'YWé', '=', '====', 'YQ==YQ==', 'Y=Q=', 'YWJjZ',
    'YQ=a', 'YQ=\n=', 'YWJj=', 'YWJjYQ', 'YWJjY===', 'YR==', 'A=BC', 'AB=C=', 'ABC=D', '=YQ==', b'YQ==', bytearray(b'YQ=='), 5,
]:
    show(base64.b64decode, text)
    show(base64.b64decode, text, validate=True)
show(base64.urlsafe_b64decode, '-_-_')
show(base64.b64encode, b'\xff\xff', b'-_')
show(base64.b64decode, b'__8=', '-_')
show(base64.decodebytes, b'YQ==\n')
for text in ['MFRGG===', 'MFRGG', 'mfrgg===', 'MFRG0===', 'ME======', '']:
    show(base64.b32decode, text)
    show(base64.b32decode, text, casefold=True)
for text in ['6162', '616', 'zz', 'aB', 'AB']:
    show(base64.b16decode, text)
    show(base64.b16decode, text, True)
    show(binascii.unhexlify, text)
print(all(base64.b64decode(base64.b64encode(bytes(range(n)))) == bytes(range(n)) for n in range(50)))
print(binascii.Error.__mro__, binascii.crc32(b'abc'))
