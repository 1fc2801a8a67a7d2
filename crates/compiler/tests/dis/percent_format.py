def old(a, b):
    x = "%s" % (a,), "%s and %r" % (a, b), "%a%%" % (b,)
    y = "%10s|%-5s|%.3s|%5.2r" % (a, b, a, b)
    z = "%d" % (a,), "%s" % a, "%s %s" % (a,), "%(k)s" % a, "%s" % (1,)
    return "%s" % (*a,), "plain" % (a,), "%100s" % (a,)
