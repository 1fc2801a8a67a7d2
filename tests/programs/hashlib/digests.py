import hashlib
for data in (b"", b"hello", b"hello world" * 100, bytes(range(256))):
    for name in ("md5", "sha1", "sha256", "sha512"):
        print(name, getattr(hashlib, name)(data).hexdigest())
h = hashlib.sha256()
h.update(b"hel")
h.update(b"lo")
print(h.hexdigest() == hashlib.sha256(b"hello").hexdigest(), h.digest_size, h.block_size, h.name, len(h.digest()), h.digest()[:4])
c = h.copy()
c.update(b"!")
print(c.hexdigest() != h.hexdigest(), hashlib.new("sha1", b"x").hexdigest(), hashlib.md5("é".encode()).hexdigest(), hashlib.sha224(b"a").hexdigest(), hashlib.sha384(b"a").hexdigest()[:20])
for bad in (lambda: hashlib.sha256("text"), lambda: hashlib.sha256(5), lambda: hashlib.md5(None)):
    try:
        bad()
    except TypeError as error:
        print(error)
