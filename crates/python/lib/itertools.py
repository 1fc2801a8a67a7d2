# itertools: iterators made of other iterators.
# CPython's are written in C, so there `next` on one is a single step for other threads. Here that holds
# for `count` of ints, which programs share as a counter; the others are generators.


class count:
    # start, start + step, …
    def __init__(self, start=0, step=1):
        self._step = step
        if type(start) is int and type(step) is int and step:
            end = start + step * (1 << 62)
            self._numbers = iter(range(start, end, step))
            self._last = end
        else:
            if not (hasattr(start, '__float__') and hasattr(step, '__float__')):
                raise TypeError('a number is required')
            self._numbers = None
            self._next = start

    def __iter__(self):
        return self

    def __next__(self):
        if self._numbers is not None:
            return next(self._numbers)
        value = self._next
        self._next = value + self._step
        return value

    def __repr__(self):
        value = self._next if self._numbers is None else self._last - self._numbers.__length_hint__() * self._step
        if type(self._step) is int and self._step == 1:
            return f'count({value!r})'
        return f'count({value!r}, {self._step!r})'


class repeat:
    # The same object, `times` times or for ever.
    def __init__(self, object, times=None):
        self._object = object
        if times is not None and not hasattr(times, '__index__'):
            raise TypeError(f"'{type(times).__name__}' object cannot be interpreted as an integer")
        self._left = times if times is None else max(times, 0)

    def __iter__(self):
        return self

    def __next__(self):
        if self._left is not None:
            if self._left == 0:
                raise StopIteration
            self._left -= 1
        return self._object

    def __length_hint__(self):
        if self._left is None:
            raise TypeError('len() of unsized object')
        return self._left

    def __repr__(self):
        return f'repeat({self._object!r})' if self._left is None else f'repeat({self._object!r}, {self._left})'


def cycle(iterable):
    return _cycle(iter(iterable))


def _cycle(items):
    seen = []
    for item in items:
        seen.append(item)
        yield item
    while seen:
        yield from seen


def accumulate(iterable, func=None, *, initial=None):
    items = iter(iterable)
    total = initial
    if initial is None:
        for total in items:
            break
        else:
            return
    yield total
    for item in items:
        total = total + item if func is None else func(total, item)
        yield total


def batched(iterable, n, *, strict=False):
    if n < 1:
        raise ValueError('n must be at least one')
    return _batches(iter(iterable), n, strict)


def _batches(items, n, strict):
    while batch := tuple(islice(items, n)):
        if strict and len(batch) < n:
            raise ValueError('batched(): incomplete batch')
        yield batch


class chain:
    # All items of the first iterable, then all of the second, …
    def __init__(self, *iterables):
        self._items = _flat(iterables)

    @classmethod
    def from_iterable(cls, iterables):
        self = cls()
        self._items = _flat(iterables)
        return self

    def __iter__(self):
        return self._items

    def __next__(self):
        return next(self._items)


def _flat(iterables):
    for iterable in iterables:
        yield from iterable


# The four below go through tuples of positions in lexicographic order.


def product(*iterables, repeat=1):
    if repeat < 0:
        raise ValueError('repeat argument cannot be negative')
    pools = [tuple(pool) for pool in iterables] * repeat
    return _product(pools)


def _product(pools):
    if not all(pools):
        return
    at = [0] * len(pools)
    row = [pool[0] for pool in pools]
    while True:
        yield tuple(row)
        for place in range(len(pools) - 1, -1, -1):
            at[place] = (at[place] + 1) % len(pools[place])
            row[place] = pools[place][at[place]]
            if at[place]:
                break
        else:
            return


def permutations(iterable, r=None):
    pool = tuple(iterable)
    r = len(pool) if r is None else r
    if r < 0:
        raise ValueError('r must be non-negative')
    return _permutations(pool, r)


def _permutations(pool, r):
    # A walk in depth: `free` has, place by place, the positions that are still to be tried there.
    chosen = []
    free = [iter(range(len(pool)))]
    if r == 0:
        yield ()
        return
    while free:
        for position in free[-1]:
            if position in chosen:
                continue
            if len(chosen) == r - 1:
                yield tuple([pool[p] for p in chosen]) + (pool[position],)
            else:
                chosen.append(position)
                free.append(iter(range(len(pool))))
                break
        else:
            free.pop()
            if chosen:
                chosen.pop()


def combinations(iterable, r):
    return _combinations(tuple(iterable), r, 1)


def combinations_with_replacement(iterable, r):
    return _combinations(tuple(iterable), r, 0)


def _combinations(pool, r, stride):
    if r < 0:
        raise ValueError('r must be non-negative')
    return _rising(pool, r, stride)


def _rising(pool, r, stride):
    # Positions rise from place to place, by `stride` at least.
    at = [place * stride for place in range(r)]
    if r and (not pool or at[-1] >= len(pool)):
        return
    while True:
        yield tuple([pool[position] for position in at])
        for place in range(r - 1, -1, -1):
            if at[place] < len(pool) - 1 - (r - 1 - place) * stride:
                break
        else:
            return
        at[place:] = [at[place] + 1 + further * stride for further in range(r - place)]


def compress(data, selectors):
    return (item for item, selected in zip(data, selectors) if selected)


def dropwhile(predicate, iterable):
    items = iter(iterable)
    for item in items:
        if not predicate(item):
            yield item
            break
    yield from items


def takewhile(predicate, iterable):
    for item in iterable:
        if not predicate(item):
            return
        yield item


def filterfalse(predicate, iterable):
    if predicate is None:
        predicate = bool
    return (item for item in iterable if not predicate(item))


def starmap(function, iterable):
    return (function(*tuple(arguments)) for arguments in iterable)


def pairwise(iterable):
    items = iter(iterable)
    for before in items:
        for item in items:
            yield before, item
            before = item


def groupby(iterable, key=None):
    # Pairs of a key and an iterator over the run of items with that key, which ends with the next step.
    items = iter(iterable)
    ahead = []

    def advance():
        for item in items:
            ahead[:] = [item, item if key is None else key(item)]
            return
        ahead.clear()

    def run(mine):
        while ahead and turn[0] is mine:
            yield ahead[0]
            advance()
            if not ahead or not ahead[1] == mine[0]:
                return

    def runs():
        advance()
        while ahead:
            mine = turn[0] = [ahead[1]]
            yield mine[0], run(mine)
            while ahead and ahead[1] == mine[0]:
                advance()

    turn = [None]
    return runs()


def islice(iterable, *bounds):
    if not 1 <= len(bounds) <= 3:
        raise TypeError(f'islice expected at {"least 2" if not bounds else "most 4"} arguments, got {len(bounds) + 1}')
    start, stop, step = (0, *bounds, 1) if len(bounds) == 1 else (*bounds, 1)[:3]
    start = 0 if start is None else start
    step = 1 if step is None else step
    for bound, name in (start, 'Indices'), (0 if stop is None else stop, 'Stop argument'):
        if not hasattr(bound, '__index__') or bound < 0:
            raise ValueError(f'{name} for islice() must be None or an integer: 0 <= x <= sys.maxsize.')
    if not hasattr(step, '__index__') or step < 1:
        raise ValueError('Step for islice() must be a positive integer or None.')
    return _slice(iter(iterable), start, stop, step)


def _slice(items, start, stop, step):
    # Takes no item behind the last one needed.
    at = 0
    while stop is None or at < stop:
        for item in items:
            break
        else:
            return
        if at == start:
            yield item
            start += step
        at += 1


def tee(iterable, n=2):
    if n < 0:
        raise ValueError('n must be >= 0')
    items = iter(iterable)
    # A chain of cells [item, next cell]; every iterator goes along it at its own pace.
    cell = [None, None]
    return tuple([_along(items, cell) for _ in range(n)])


def _along(items, cell):
    while True:
        if cell[1] is None:
            for item in items:
                cell[:] = item, [None, None]
                break
            else:
                return
        item, cell = cell
        yield item


def zip_longest(*iterables, fillvalue=None):
    sources = [iter(iterable) for iterable in iterables]
    going = len(sources)
    while going:
        row = []
        for place, source in enumerate(sources):
            item = fillvalue
            if source is not None:
                for item in source:
                    break
                else:
                    sources[place] = None
                    going -= 1
            row.append(item)
        if going:
            yield tuple(row)
