@print
def f():
    pass
