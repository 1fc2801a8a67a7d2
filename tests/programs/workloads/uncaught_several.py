import threading
def task(n):
    if n % 2:
        raise ValueError(f"odd number {n}")
    print("even", n)
class Task(threading.Thread):
    def run(self):
        task(self.number)
for n in range(4):
    t = Task(name=f"task-{n}")
    t.number = n
    t.start()
    t.join()
try:
    task(5)
except ValueError as error:
    print("caught in main:", error)
