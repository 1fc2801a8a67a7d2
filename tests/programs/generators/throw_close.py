def careful():
    print("open")
    try:
        while True:
            try:
                x = yield "ready"
                print("got", x)
            except ValueError as error:
                print("handled", error)
    finally:
        print("closed")
g = careful()
print(next(g), g.throw(ValueError("bad")), g.send(5))
g.close()
g.close()
print(list(g))
g = careful()
next(g)
try:
    g.throw(KeyError("unknown"))
except KeyError as error:
    print("out:", error)
print(next(g, "finished"))
unstarted = careful()
unstarted.close()
print(next(unstarted, "never ran"))
unstarted = careful()
try:
    unstarted.throw(RuntimeError("at once"))
except RuntimeError as error:
    print(error)
def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2
s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as error:
    print(error)
def polite():
    try:
        yield 1
    except GeneratorExit:
        print("asked to leave")
        raise
p = polite()
next(p)
print(p.close())
def stops():
    yield 1
    raise StopIteration("inside")
try:
    list(stops())
except RuntimeError as error:
    print(error, "|", repr(error.__cause__))
