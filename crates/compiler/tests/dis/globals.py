global total
total = 0
def add(n):
    global total, created
    total += n
    created = total
    del created
    def inner():
        total = 1
        def innermost():
            global total
            return total
        return innermost
total = 2
