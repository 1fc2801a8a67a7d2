import threading
class Worker(threading.Thread):
    def __init__(self, items):
        super().__init__(name="picky worker")
        self.items = items
    def run(self):
        for item in self.items:
            self.handle(item)
    def handle(self, item):
        try:
            print(int(item))
        except ValueError as error:
            raise RuntimeError(f"cannot handle {item!r}") from error
w = Worker(["1", "two", "3"])
w.start()
w.join()
print("joined")
