x = 1234.56789
for spec in ("", ".2f", "10.1f", "<10.1f", ">+12.3f", "^14.2f", "010.2f", ",.2f", "_.3f", "e", ".3e", "E", "g", ".3g", ".10g", "%", ".1%", " .0f", "#.0f", "+.1e", "n"):
    print(spec, "[" + format(x, spec) + "]", "[" + format(-0.00001234, spec) + "]")
for value in (float("inf"), float("nan"), -float("inf")):
    print(f"{value:8.2f}|{value:<8}|{value:08.1f}|{value:F}|{value:+}")
print("%f %.1f %e %g %G %8.3f|%-8.2f|%+.0f %05.1f" % (x, x, x, x, 1e-10, x, x, x, 2.25))
print(f"{1e6:g} {1e5:g} {0.0001:g} {0.00001:g} {100000.0:.3g} {0.1 + 0.2:.17f} {1/3:.50f}")
print(f"{-0.0:z.1f} {-0.04:z.1f} {-0.04:.1f} {2.5:.0f} {3.5:.0f} {1e22:.0f}")
