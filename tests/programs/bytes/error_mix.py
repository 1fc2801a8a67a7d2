def frame(payload):
    return b"<" + payload + b">"
print(frame(b"ok"))
print(frame("text"))
