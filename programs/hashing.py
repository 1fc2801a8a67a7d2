import hashlib
import threading
import time

THREADS = 2
COUNT = 1_000_000
IN_THREADS = True

TOTAL = 20_000_000
digests = []


def work():
    piece = bytes(COUNT)
    pieces = max(1, TOTAL // COUNT)
    for _ in range(pieces):
        digest = hashlib.sha256(piece).hexdigest()
    digests.append(digest)


def in_threads():
    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


start = time.perf_counter()
if IN_THREADS:
    in_threads()
else:
    for _ in range(THREADS):
        work()
seconds = time.perf_counter() - start
answer = digests[0][:8]
megabytes = THREADS * TOTAL / 1e6
print(f"{megabytes / seconds:.0f} MB a second")
