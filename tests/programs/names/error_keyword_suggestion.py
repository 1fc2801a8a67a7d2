def connect(host, timeout=5, retries=3):
    return host, timeout, retries
print(connect("a", timeout=1))
print(connect("a", timout=1))
