import threading
forks = [threading.Lock() for _ in range(5)]
meals = [0] * 5
def philosopher(i):
    first, second = sorted((i, (i + 1) % 5))
    for _ in range(50):
        with forks[first]:
            with forks[second]:
                meals[i] += 1
threads = [threading.Thread(target=philosopher, args=(i,)) for i in range(5)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(meals, [f.locked() for f in forks])
a, b = threading.Lock(), threading.Lock()
tries = []
def polite(first, second):
    while True:
        with first:
            if second.acquire(timeout=0.005):
                try:
                    tries.append("both")
                    return
                finally:
                    second.release()
threads = [threading.Thread(target=polite, args=pair) for pair in ((a, b), (b, a))]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(tries)
