import threading
class Summer(threading.Thread):
    def __init__(self, numbers, **options):
        super().__init__(**options)
        self.numbers = numbers
        self.result = None
    def run(self):
        self.result = sum(self.numbers)
threads = [Summer(range(i * 100, (i + 1) * 100), name=f"summer-{i}") for i in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
    print(t.name, t.result)
print(sum(t.result for t in threads) == sum(range(400)))
class WithReturn(threading.Thread):
    def run(self):
        try:
            self.value = self._target(*self._args, **self._kwargs)
        except Exception as error:
            self.error = error
    def join(self, timeout=None):
        super().join(timeout)
        if hasattr(self, "error"):
            raise self.error
        return self.value
ok, bad = WithReturn(target=pow, args=(2, 10)), WithReturn(target=int, args=("x",))
ok.start(), bad.start()
print(ok.join())
try:
    bad.join()
except ValueError as error:
    print("from the thread:", error)
class NoInit(threading.Thread):
    def __init__(self):
        self.ready = True
try:
    NoInit().start()
except RuntimeError as error:
    print(error)
class Direct(threading.Thread):
    def run(self):
        print("run in", threading.current_thread().name)
Direct(name="never started").run()
