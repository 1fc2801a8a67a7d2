print(time.time())
