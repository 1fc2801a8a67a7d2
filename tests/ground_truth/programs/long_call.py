# One call of a builtin that takes long and keeps the lock, while another thread would like to go on.
import threading
import time

ITEMS = 4000000
NAP = 0.001

done = False
late = [0.0]


def nap():
    while not done:
        start = time.time()
        time.sleep(NAP)
        late.append(time.time() - start - NAP)


thread = threading.Thread(target=nap)
thread.start()
start = time.time()
sum(range(ITEMS))
end = time.time()
done = True
thread.join()
print("call " + str(end - start))
print("longest " + str(max(late)))
