settings = {"port": "80a"}
def port():
    try:
        return int(settings["port"])
    except ValueError:
        return settings["default_port"]
print(port())
