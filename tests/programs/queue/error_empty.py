import queue
jobs = queue.Queue()
jobs.put("only one")
def next_job():
    return jobs.get_nowait()
print(next_job())
print(next_job())
