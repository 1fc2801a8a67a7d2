class Countdown:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n < 0:
            raise RuntimeError("counted too far")
        self.n -= 1
        return self.n
for i in Countdown(2):
    print(i)
