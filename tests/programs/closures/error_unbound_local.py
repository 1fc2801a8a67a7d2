count = 0
def counter():
    def step():
        count = count + 1
        return count
    return step
counter()()
