width, precision, value, fill, align = 10, 3, 12.3456789, "*", "^"
print(f"{value:{width}.{precision}f}|{value:{fill}{align}{width}}|{value:{'>'}{width + 5}}|{value:{width}.{precision - 2}}|")
print(f"{f'{value:.1f}':>8}|{f'{f"{1 + 1}"}'}|{f"{'a'}{f'{width}'}"}")
print(f"{"same quotes"} {", ".join(str(i) for i in range(3))} {{'k': 'v'}} {"\n".join("ab")!r} {'\t'!r}")
items = {"a": 1, "b": [2, 3]}
print(f"{items["a"]} {items['b'][1]} {items.get("z", "none")} {[f"{k}={v}" for k, v in items.items()]}")
print(f"{
    value
    :.2f} {  # a comment in here
    width + precision
}")
print(f"{value!r:{width}}|{'é':{fill}>5}|{width:{'0'}{8}}|{True!s:{width}}|{'x':{width}{'s'}}|")
spec = ">8.2f"
print(f"{value:{spec}}", format(value, spec), f"{value:{spec[:-3]}}", f"{1234567:{','}}")
rows = [("tea", 2.5, 3), ("coffee", 3.25, 12)]
for name, price, count in rows:
    print(f"{name:<10}{price:>8.2f}{count:>5d}{price * count:>10,.2f}")
print(f"{'total':-<15}{sum(p * c for _, p, c in rows):->18.2f}")
print(f"{'a':{'b'}>{3}}{'':>{2}}{'z'!r:.>{2 + 4}}", f"{{{f"{{{width}}}"}}}")
