import math
for x in (0.0, 0.5, 1.0, 2.0, 10.0):
    print(x, *(f"{f(x):.12g}" for f in (math.sqrt, math.exp, math.sin, math.cos, math.tan, math.atan, math.sinh, math.cosh, math.tanh, math.cbrt, math.exp2, math.expm1)))
for x in (0.5, 1.0, 8.0, 1000.0):
    print(x, *(f"{f(x):.12g}" for f in (math.log, math.log2, math.log10, math.log1p)), math.log(x, 2), f"{math.gamma(x / 100):.10g}", f"{math.erf(x / 10):.10g}")
print(math.pi, math.e, math.tau, math.inf, math.nan)
print(math.sqrt(16), math.sqrt(2), math.pow(2, 0.5), math.pow(0, 0), math.hypot(3, 4), math.hypot(1, 2, 2), math.dist([0, 0], [3, 4]), f"{math.atan2(1, -1):.12f}", math.degrees(math.pi), f"{math.radians(180):.12f}")
print(math.floor(2.7), math.floor(-2.7), math.ceil(2.1), math.ceil(-2.1), math.trunc(-2.7), math.fabs(-3), math.copysign(1, -0.0), math.fmod(-7, 3), math.remainder(7, 4), math.modf(3.25), math.frexp(10.0), math.ldexp(0.625, 4))
print(math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1.0), math.isclose(0.1 + 0.2, 0.3), math.isclose(1, 1.1), math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-10, abs_tol=1e-9))
print(math.fsum([0.1] * 10), sum([0.1] * 10), math.prod([1, 2, 3, 4]), math.prod([]), math.prod([1.5, 2], start=10), math.sumprod([1, 2], [3, 4]), math.ulp(1.0), math.nextafter(1.0, 2.0))
