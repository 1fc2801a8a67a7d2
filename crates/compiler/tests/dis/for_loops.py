def each(items):
    for i in items:
        print(i)
    for i, (j, *k) in items:
        if i:
            continue
        if j:
            break
        print(k)
    else:
        print("done")
    for i in [1, 2, 3]: pass
    for i in [items, 2]: pass
    for i in {1}: pass
    for i in (): pass
    for items.x in items: pass
    for items[0] in range(3): pass
    for i in items:
        for j in items:
            for k in items:
                if i: return j
                if j: break
                if k: continue
for name in names: print(name)
