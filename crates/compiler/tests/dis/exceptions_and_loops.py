def loop(items):
    for i in items:
        try:
            if i:
                continue
            if not i:
                break
            return i
        except E:
            continue
        except F as f:
            break
        except G:
            return 1
        finally:
            print(i)
    while True:
        try:
            x = 1
        except E as e:
            return e
        else:
            break
