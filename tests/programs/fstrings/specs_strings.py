for text in ("", "a", "hello", "日本", "a much longer text"):
    for spec in ("", "s", "8", "<8", ">8", "^8", "*^9", ".3", "8.2", "^8.4s", "=<6", "0<4", "010"):
        print(f"[{text:{spec}}]", end=" ")
    print()
for spec in ("d", "=8", "+", ",", "#", "x", "8.2f", "z", " "):
    try:
        print(f"{'text':{spec}}")
    except ValueError as error:
        print(spec, "|", error)
for value in (None, [1], (1, 2), {"a": 1}, {1}, object, len):
    try:
        print(f"{value!s:>12.5}|", end=" ")
        print(f"{value:>12}|")
    except TypeError as error:
        print(error)
