def log(message, *values):
    print(message % values)
log("%s started", "worker")
log("%s finished %d of %d", "worker", 3)
