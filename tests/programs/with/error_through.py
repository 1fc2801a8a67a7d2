class Door:
    def __enter__(self):
        print("opened")
    def __exit__(self, *args):
        print("closed")
def walk():
    with Door():
        steps = ["left", "right"]
        return steps[2]
walk()
