def count(n):
    while n:
        n -= 1
        if n == 3:
            continue
        if n == 1:
            break
    else:
        n = 5
    while n > 0 and n < 10:
        while True:
            n += 1
            if n > 5: break
        n += 1
    while True:
        pass
