import threading
class ReadWriteLock:
    def __init__(self):
        self.condition, self.readers, self.writing = threading.Condition(), 0, False
    def read(self):
        return self.Guard(self.start_read, self.end_read)
    def write(self):
        return self.Guard(self.start_write, self.end_write)
    def start_read(self):
        with self.condition:
            self.condition.wait_for(lambda: not self.writing)
            self.readers += 1
    def end_read(self):
        with self.condition:
            self.readers -= 1
            self.condition.notify_all()
    def start_write(self):
        with self.condition:
            self.condition.wait_for(lambda: not self.writing and self.readers == 0)
            self.writing = True
    def end_write(self):
        with self.condition:
            self.writing = False
            self.condition.notify_all()
    class Guard:
        def __init__(self, enter, leave):
            self.enter, self.leave = enter, leave
        def __enter__(self):
            self.enter()
        def __exit__(self, *error):
            self.leave()
lock, pair, torn = ReadWriteLock(), [0, 0], []
def writer():
    for _ in range(40):
        with lock.write():
            pair[0] += 1
            for _ in range(20):
                pass
            pair[1] += 1
def reader():
    for _ in range(40):
        with lock.read():
            if pair[0] != pair[1]:
                torn.append(tuple(pair))
threads = [threading.Thread(target=f) for f in (writer, reader, writer, reader, reader)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(pair, torn, lock.readers, lock.writing)
