import logging, threading, sys
logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="[%(threadName)s] %(levelname)-8s %(name)s: %(message)s")
def work(n):
    logging.info("starting %d", n)
    if n == 2:
        logging.warning("%d is special", n)
    logging.debug("not shown")
    logging.info("done")
logging.info("main begins")
for n in range(1, 4):
    t = threading.Thread(target=work, args=(n,))
    t.start()
    t.join()
t = threading.Thread(target=logging.getLogger("jobs").error, args=("by %s", "hand"), name="custom")
t.start()
t.join()
logging.info("main ends")
