import queue, threading
tasks, results = queue.Queue(), queue.Queue()
def worker():
    while True:
        n = tasks.get()
        if n is None:
            tasks.task_done()
            break
        results.put((n, n * n))
        tasks.task_done()
threads = [threading.Thread(target=worker) for _ in range(3)]
for t in threads:
    t.start()
for n in range(12):
    tasks.put(n)
tasks.join()
print(sorted(results.get() for _ in range(results.qsize())))
for _ in threads:
    tasks.put(None)
for t in threads:
    t.join()
print(tasks.empty(), tasks.unfinished_tasks, [t.is_alive() for t in threads])
def daemon_worker():
    while True:
        f, args = jobs.get()
        done.append(f(*args))
        jobs.task_done()
jobs, done = queue.Queue(), []
threading.Thread(target=daemon_worker, daemon=True).start()
for i in range(5):
    jobs.put((pow, (i, 2)))
jobs.join()
print(done)
