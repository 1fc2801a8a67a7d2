import threading
class TokenBucket:
    def __init__(self, size, clock):
        self.size, self.tokens, self.clock, self.last = size, size, clock, clock()
        self.lock = threading.Lock()
    def take(self):
        with self.lock:
            now = self.clock()
            self.tokens = min(self.size, self.tokens + (now - self.last))
            self.last = now
            if self.tokens >= 1:
                self.tokens -= 1
                return True
            return False
class FakeClock:
    def __init__(self):
        self.now = 0
    def __call__(self):
        return self.now
clock = FakeClock()
bucket = TokenBucket(3, clock)
print([bucket.take() for _ in range(5)])
clock.now += 2
print([bucket.take() for _ in range(3)])
granted, lock = [], threading.Lock()
clock.now += 100
def client(name):
    for i in range(10):
        if bucket.take():
            with lock:
                granted.append(name)
threads = [threading.Thread(target=client, args=(n,)) for n in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(granted), bucket.tokens)
class Retry:
    def __init__(self, times):
        self.times = times
    def __call__(self, f):
        def wrapper(*args):
            for attempt in range(1, self.times + 1):
                try:
                    return f(*args, attempt)
                except ConnectionError as error:
                    print(f"attempt {attempt}: {error}")
            raise TimeoutError(f"gave up after {self.times}")
        return wrapper
@Retry(3)
def fetch(need, attempt):
    if attempt < need:
        raise ConnectionError("refused")
    return f"fetched at {attempt}"
print(fetch(2))
try:
    fetch(9)
except TimeoutError as error:
    print(error)
