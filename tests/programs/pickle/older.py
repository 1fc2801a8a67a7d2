# What protocols 0 and 1 have written, and Python 2.
import pickle

for data in (
    b'I1\n.', b'I01\n.', b'I00\n.', b'I-70000\n.', b'L1099511627776L\n.', b'L-5\n.', b'F1.5\n.', b'F-inf\n.', b'N.',
    b'Va\\u000ab\\u20ac\np0\n.', b'Vx\\U0001f600\n.', b"S'abc\\n\\x41'\np0\n.", b'U\x03abc.', b'T\x03\x00\x00\x00abc.',
    b'(lp0\nI1\naI2\na.', b'(I1\nI2\nl.', b'(I1\ntp0\n.', b'(I1\nI2\ntp0\n.', b'(dp0\nI1\nI2\ns.', b'(I1\nI2\nd.',
    b'(lp0\nVa\np1\nag1\na.', b']q\x00(K\x01K\x02e.', b'}q\x00(K\x01K\x02u.', b'(K\x01K\x02tq\x00.', b'K\x01K\x020.',
    b'c__builtin__\nset\np0\n((lp1\nI1\natp2\nRp3\n.', b'c__builtin__\nxrange\n(I0\nI3\nI1\ntR.',
    b'c_codecs\nencode\np0\n(V\xff\np1\nVlatin1\np2\ntp3\nRp4\n.', b'(i__builtin__\nlist\n.',
    b'(c__builtin__\nint\nV12\no.', b'K\x012\x86.', b'(K\x01(K\x021K\x03t.',
):  # fmt: skip
    print(pickle.loads(data))


class Thing:
    pass


thing = pickle.loads(
    b'ccopy_reg\n_reconstructor\np0\n(c__main__\nThing\np1\nc__builtin__\nobject\np2\nNtp3\nRp4\n(dp5\nVx\np6\nI5\nsb.'
)
print(type(thing).__name__, thing.x)
print(pickle.loads(b"S'\\xe4'\n.", encoding='latin-1'), pickle.loads(b"S'\\xe4'\n.", encoding='bytes'))
try:
    pickle.loads(b"S'\\xe4'\n.")
except UnicodeDecodeError as error:
    print(error)
