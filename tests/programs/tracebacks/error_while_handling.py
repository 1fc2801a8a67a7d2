def load(name):
    raise FileNotFoundError(2, "No such file or directory", name)
def recover(name):
    return name.missing_attribute
try:
    load("data.txt")
except FileNotFoundError as error:
    print(error, error.errno, error.filename)
    recover(error)
