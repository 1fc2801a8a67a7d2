def last(a):
    try:
        return a()
    finally:
        b()
def constant(a):
    try:
        return 1
    finally:
        b()
def overruled(a):
    for i in a:
        try:
            return 1
        finally:
            continue
    try:
        raise E
    finally:
        return 2
def twice(a):
    try:
        try:
            return a
        finally:
            b()
    finally:
        c()
