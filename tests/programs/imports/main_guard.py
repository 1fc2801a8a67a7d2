def main(arguments):
    print("main with", arguments)
    return len(arguments)
class Tool:
    name = __name__
print(__name__, Tool.name, main.__module__, Tool.__module__)
if __name__ == "__main__":
    print("result", main(["a", "b"]))
else:
    print("imported")
print(__doc__, __builtins__ is not None)
