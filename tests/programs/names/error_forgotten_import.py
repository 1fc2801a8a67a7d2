def now():
    return datetime.now()
print(now())
