def first():
    raise ValueError("first")
def collect(*jobs):
    errors = []
    for job in jobs:
        try:
            job()
        except Exception as error:
            errors.append(error)
    raise ExceptionGroup("jobs", errors)
collect(first, lambda: 1 / 0, lambda: print("fine"))
