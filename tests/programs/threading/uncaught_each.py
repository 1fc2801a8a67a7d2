import threading
names = ["a", "b"]
def read(i):
    return names[i].upper()
for i in (1, 2, 3):
    t = threading.Thread(target=read, args=(i,))
    t.start()
    t.join()
print("all done")
