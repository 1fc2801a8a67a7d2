config = ("localhost", 8080)
host, port = config
print(host, port)
config[1] = 9090
