class Counter
    value = 0
