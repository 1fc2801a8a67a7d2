total = 10
def add(n):
    if n > 5:
        total += n
    return total
add(1)
