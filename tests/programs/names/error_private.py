class Safe:
    def __init__(self):
        self.__code = 1234
    def check(self, code):
        return code == self.__code
safe = Safe()
print(safe.check(1234))
print(safe.__code)
