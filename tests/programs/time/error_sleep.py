import time
def wait(seconds):
    time.sleep(seconds)
    return "waited"
print(wait(0.001))
print(wait("0.001"))
