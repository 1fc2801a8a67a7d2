import queue, threading
tasks = queue.Queue()
done = []
def worker():
    while (task := tasks.get()) is not None:
        done.append(10 // task)
t = threading.Thread(target=worker, name="pool-worker")
for n in (1, 2, 0, 5):
    tasks.put(n)
t.start()
t.join()
print(done, tasks.qsize(), t.is_alive())
