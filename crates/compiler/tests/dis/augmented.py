def more(a, b):
    a += b
    a -= b; a *= b; a /= b; a //= b; a %= b; a **= b
    a <<= b; a >>= b; a &= b; a |= b; a ^= b; a @= b
    b.x += a
    b.x.y -= 1
    b[a] *= 2
    b[a, 1] += 2
    b[1:a] += b[a:]
    b[::a] += 1
    b[a][b].c += 1
    global g
    g += 1
count += 1
count.x += 1
