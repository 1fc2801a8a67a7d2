from contextlib import ExitStack, redirect_stdout, ContextDecorator, contextmanager
class Resource:
    def __init__(self, name):
        self.name = name
    def __enter__(self):
        print("open", self.name)
        return self
    def __exit__(self, kind, *rest):
        print("close", self.name, kind and kind.__name__)
with ExitStack() as stack:
    opened = [stack.enter_context(Resource(n)) for n in "abc"]
    stack.callback(print, "callback", 1, sep="-")
    print(len(opened))
try:
    with ExitStack() as stack:
        stack.enter_context(Resource("x"))
        stack.push(lambda kind, error, trace: print("pushed sees", kind.__name__))
        raise RuntimeError("body")
except RuntimeError as error:
    print(error)
with ExitStack() as stack:
    stack.enter_context(Resource("kept"))
    saved = stack.pop_all()
print("still open")
saved.close()
with ExitStack() as stack:
    stack.push(lambda *error: True)
    raise ValueError("swallowed")
class Out:
    def __init__(self):
        self.parts = []
    def write(self, text):
        self.parts.append(text)
out = Out()
with redirect_stdout(out):
    print("hidden")
print(out.parts)
class Loud(ContextDecorator):
    def __enter__(self):
        print("start")
    def __exit__(self, *error):
        print("end")
@Loud()
def work():
    print("work")
work()
with Loud():
    print("block")
