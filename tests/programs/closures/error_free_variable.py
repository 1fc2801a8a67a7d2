def outer(ready):
    if ready:
        message = "ready"
    def inner():
        return message.upper()
    return inner
print(outer(True)())
print(outer(False)())
