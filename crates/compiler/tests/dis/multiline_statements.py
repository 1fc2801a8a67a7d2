def spread(a,
           b):
    for x in (
        a
    ):
        call(
            x,
            b,
        )
    total = (a +
             b *
             a)
    if (a and
            b):
        return (
            1
        )
    return {
        "k": a,
        "l": b,
    }
