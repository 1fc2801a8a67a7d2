def comprehend(a, b):
    x = [i for i in a]
    y = {i for i in a if i if b}
    z = {i: j for i, j in a}
    u = [i + j for i in a for j in i if j]
    v = [[i for i in j] for j in a]
    w = [y for x in a for y in [x * 2] if y]
    t = [i for i in [1, 2, 3]]
    s = [(i, b) for i in a if i and b or not i]
    i = 5
    r = [i for i in range(i)]
    return [lambda: i for i in a]
top = [i for i in a if i]
pairs = {k: v for k, v in top for w in v}
