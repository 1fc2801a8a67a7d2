def double(x: int) -> int:
    return x * 2
print(double("ab"))
limit: int = undefined_limit
