def config():
    return {"a": 1, "b": 2
print(config())
