import threading, queue
class Bus:
    def __init__(self):
        self.handlers, self.queue = {}, queue.Queue()
        self.thread = threading.Thread(target=self._run, name="bus")
        self.thread.start()
    def on(self, kind):
        def register(f):
            self.handlers.setdefault(kind, []).append(f)
            return f
        return register
    def emit(self, kind, **data):
        self.queue.put((kind, data))
    def _run(self):
        while (event := self.queue.get()) is not None:
            kind, data = event
            for handler in self.handlers.get(kind, []):
                try:
                    handler(**data)
                except Exception as error:
                    print(f"{handler.__name__} failed: {type(error).__name__}: {error}")
    def close(self):
        self.queue.put(None)
        self.thread.join()
bus, log = Bus(), []
@bus.on("start")
@bus.on("stop")
def note(**data):
    log.append(data)
@bus.on("start")
def greet(name, times=1):
    print("hello " * times + name, "from", threading.current_thread().name)
@bus.on("stop")
def broken(code):
    print(1 // code)
bus.emit("start", name="ann", times=2)
bus.emit("start", name="bob")
bus.emit("nothing", ignored=True)
bus.emit("stop", code=0)
bus.emit("start", nome="typo")
bus.close()
print(log, bus.thread.is_alive())
