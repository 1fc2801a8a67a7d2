a = 1, 2.5, "text", b"bytes", None, True, False, ...
b = 0x1F + 0o17 + 0b11
c = 12345678901234567890
d = 1e300, 1e-7, 1.0, 123456.789, -0.0, 1e16
e = 'it''s' "concatenated"
f = "quote's", 'double"s', 'both\'"', "line\nfeed\ttab\\"
g = b'\x00\xff\'"'
h = ((1, 2), (3, (4, 5)), ())
