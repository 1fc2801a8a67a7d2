class Greeter:
    def greet(name):
        return "hi " + name
print(Greeter.greet("ann"))
print(Greeter().greet("ann"))
