first: int = 1
second: list[int] | None = None
third: dict[str, float]


def known(a: int, b: "anything" = 2) -> tuple[int, ...]:
    inside: missing_here = a
    return inside, b


print(first, second, known(1))
fourth: missing = 4
