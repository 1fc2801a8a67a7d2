import hashlib

print(hashlib.blake2b(b"").hexdigest())
print(hashlib.blake2s(b"").hexdigest())
print(hashlib.blake2b(b"abc", digest_size=20).hexdigest())
print(hashlib.blake2s(b"abc", digest_size=4).hexdigest())
print(hashlib.blake2b(b"x" * 128).hexdigest()[:32], hashlib.blake2b(b"x" * 129).hexdigest()[:32])
print(hashlib.blake2s(b"x" * 64).hexdigest()[:32], hashlib.blake2s(b"x" * 65).hexdigest()[:32])
print(hashlib.blake2b(b"message", key=b"secret", salt=b"salt", person=b"me", digest_size=16).hexdigest())
print(hashlib.blake2s(b"message", key=b"k" * 32, salt=b"saltsalt", person=b"person").hexdigest())
print(hashlib.new("blake2b", b"abc").hexdigest()[:32])

digest = hashlib.blake2b(digest_size=32)
digest.update(b"first")
other = digest.copy()
digest.update(b"second")
other.update(b"third" * 1000)
print(digest.name, digest.digest_size, digest.block_size, digest.hexdigest())
print(other.name, other.digest_size, other.block_size, other.hexdigest())

for wrong in (
    lambda: hashlib.blake2b(digest_size=65),
    lambda: hashlib.blake2b(digest_size=0),
    lambda: hashlib.blake2s(key=b"x" * 33),
    lambda: hashlib.blake2s(salt=b"x" * 9),
    lambda: hashlib.blake2s(person=b"x" * 9),
    lambda: hashlib.blake2b("text"),
    lambda: hashlib.blake2b(5),
):
    try:
        wrong()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
