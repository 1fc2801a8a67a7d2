import os
print(isinstance(os.cpu_count(), int), os.cpu_count() >= 1, isinstance(os.getpid(), int), os.getpid() > 0, os.getpid() == os.getpid())
workers = min(4, os.cpu_count() or 1)
print(1 <= workers <= 4)
from os import cpu_count, getpid
print(cpu_count() == os.cpu_count(), getpid() == os.getpid(), os.__name__)
def chunks(items, n):
    size = -(-len(items) // n)
    return [items[i:i + size] for i in range(0, len(items), size)]
print(chunks(list(range(10)), 3), sum(len(c) for c in chunks(list(range(100)), os.cpu_count())))
