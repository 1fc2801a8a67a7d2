name, n, x = "Ada", 42, 3.14159
print(f"{name} is {n} and {x}", f"{n + 1}", f"{n * 2 = }", f"{name!r} {name!s} {name!a}", f"{{literal}} {{{n}}}", f"", f"{'nested'}")
print(f"{name:>10}|{name:<10}|{name:^10}|{name:*^9}|{name:.2}|{name!r:>8}|{name:5.1}|")
print(f"{n:5}|{n:<5}|{n:^5}|{n:05}|{n:+}|{n: }|{n:x}|{n:#X}|{n:b}|{n:,}|{n:e}|{n:.1f}|{n:%}|{n:c}")
print(f"{x:.2f}|{x:8.3f}|{x:<8.1f}|{x:+.0f}|{x:e}|{x:g}|{x:010.4f}|{x:,.1f}|{x:.1%}")
print(f"{True} {None} {[1, 'a']} {(1,)} {{'k': 1}} { {'k': 1} } {True:d} {True:5} {1_000:,}")
print(f"{n=} {n = } {n=:>6} {n=!r} {name=} {name=!s} {x=:.2f} {n+1=} {len(name)=} { n = :x}")
print(f"a" "b" f"{n}" 'c', f"{n}" + "x", rf"\n{n}", fr"\{n}", F"{n}", f'{name}\t{n}\x41')
print(f"""multi
{n}
  {name:>5}""")
print(f"{n if n > 5 else 'small'} {(lambda v: v * 2)(n)} {[i for i in range(3)]} { {i: i for i in 'ab'} } {n, x} {n!r:^8}|{'a' if n else 'b'}")
print(f"{name.upper()} {name[0]} {name[::-1]} {dict(a=1)['a']} {max(1, 2)} {'x' * 3} {not n} {n == 42} {n != 1} {-n} {n:=^8} {(y := 5)} {y}")
