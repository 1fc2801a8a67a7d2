def connect(host, port, *, user, password, timeout=10):
    return f"{user}@{host}:{port}"
print(connect("localhost", 80, user="ann", password="x"))
print(connect("localhost", 80))
