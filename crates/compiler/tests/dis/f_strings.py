def format(a, b):
    x = f"", f"text", f"{a}", f"{a}{b}", f"a{a}b{b}c"
    y = f"{a!r}", f"{a!s:>10}", f"{a!a}", f"{a:{b}}", f"{a:>{b}.{a}f}"
    z = f"{a=}", f"{a = }", f"{a + b=!s}", f"{a=:>5}", f"{{}}", f"{{{a}}}"
    u = f"{a['k']}", f"{f'{a}'}", f"{a:%H:%M}", rf"\d{a}", f"\n{a}\t"
    v = "a" f"{a}" "b" "c" f"d{b}e" 'f'
    w = f"""
    {a}
    {
        b
    }"""
    return f"{a, b} {lambda_} {(lambda x: x)} {a if b else 1} {a:{'>'}{10}}"
