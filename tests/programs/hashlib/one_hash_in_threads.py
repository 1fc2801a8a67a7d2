# Several threads put the same into one hash: whole updates, one after the other, in whatever order.
import hashlib
import threading
import zlib

PART = b"part" * 50_000

for name in ("md5", "sha256", "blake2b"):
    shared = hashlib.new(name)
    threads = [threading.Thread(target=shared.update, args=(PART,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(name, shared.hexdigest() == hashlib.new(name, PART * 4).hexdigest())

data = bytearray(b"some text that is repeated, " * 20_000)
results = {}


def work(number):
    packed = zlib.compress(data, number)
    results[number] = zlib.decompress(packed) == data, zlib.crc32(data), zlib.adler32(packed) == zlib.adler32(packed)


threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 5)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results.items()))
