import threading
class Worker(threading.Thread):
    done = []
    done_lock = threading.Lock()
    def __init__(self, number, jobs):
        super().__init__(name=f"worker-{number}")
        self.jobs, self.results = jobs, []
    def run(self):
        for job in self.jobs:
            self.results.append(self.process(job))
        with Worker.done_lock:
            Worker.done.append(self.name)
    def process(self, job):
        return sum(i * i for i in range(job))
    def __repr__(self):
        return f"<{self.name}: {len(self.results)} of {len(self.jobs)}>"
class Doubler(Worker):
    def process(self, job):
        return super().process(job) * 2
jobs = list(range(0, 60, 5))
workers = [cls(i, jobs[i::3]) for i, cls in enumerate((Worker, Doubler, Worker))]
print(workers)
for w in workers:
    w.start()
for w in workers:
    w.join()
print(workers, sorted(Worker.done))
for w in workers:
    print(type(w).__name__, w.name, w.jobs, w.results)
class Pipeline:
    def __init__(self, *steps):
        self.steps, self.lock, self.seen = steps, threading.Lock(), 0
    def __call__(self, value):
        for step in self.steps:
            value = step(value)
        with self.lock:
            self.seen += 1
        return value
pipeline, out = Pipeline(abs, str, len), {}
threads = [threading.Thread(target=lambda n=n: out.__setitem__(n, pipeline(n))) for n in (-5, 123, -4567)]
[t.start() for t in threads]
[t.join() for t in threads]
print(sorted(out.items()), pipeline.seen)
