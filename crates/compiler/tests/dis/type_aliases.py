type Number = int | float
type Pair[T] = tuple[T, T]
type Callback[**P, R: int] = Callable[P, R]
class C:
    x = int
    type Inner = x
    type Generic[T] = dict[T, x]
def f(a):
    type Local = a
    return Local
