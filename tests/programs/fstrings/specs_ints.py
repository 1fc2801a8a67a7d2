for n in (0, 7, -7, 12345, -987654321, 10 ** 21):
    for spec in ("", "d", "12", "<12", "^12", "=+12", "012", "+", " ", ",", "_", "013,", "x", "#x", "X", "o", "#o", "b", "#b", "_b", "_x", "e", ".2e", "g", ".1f", "%", "*>15,", "+012_", "n"):
        print(f"{n:{spec}}", end="|")
    print()
for spec in (".2", ".2d", "s", "z", "y", "c", ",x", "10.3d", ",_", "+c", "1 0", "d ", "<<<", "#,"):
    try:
        print(spec, f"{-5:{spec}}")
    except (ValueError, OverflowError) as error:
        print(spec, "|", type(error).__name__, error)
print(f"{True:d} {True} {False:5} {True:>6} {True:b} {65:c} {8364:c} {True!r:>6}")
