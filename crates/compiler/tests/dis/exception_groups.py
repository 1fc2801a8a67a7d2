def grouped(a):
    try:
        a()
    except* ValueError:
        b()
    except* (TypeError, KeyError) as group:
        print(group)
    else:
        c()
    finally:
        d()
try:
    x
except* E as e:
    y
