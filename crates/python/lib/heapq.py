# heapq: a list as a heap, smallest item first. Children of place i are at 2i + 1 and 2i + 2.
# The steps are those of CPython, since programs print their heaps.


def _rise(heap, at, top):
    # Moves the item at `at` towards `top` until its parent is not larger.
    item = heap[at]
    while at > top:
        parent = (at - 1) // 2
        if not item < heap[parent]:
            break
        heap[at] = heap[parent]
        at = parent
    heap[at] = item


def _sink(heap, at):
    # Lets the smaller children come up all the way to a leaf, then the item rises from there:
    # that takes fewer comparisons, since an item from the end mostly belongs near the leaves.
    top = at
    item = heap[at]
    end = len(heap)
    child = 2 * at + 1
    while child < end:
        if child + 1 < end and not heap[child] < heap[child + 1]:
            child += 1
        heap[at] = heap[child]
        at = child
        child = 2 * at + 1
    heap[at] = item
    _rise(heap, at, top)


def heappush(heap, item):
    heap.append(item)
    _rise(heap, len(heap) - 1, 0)


def heappop(heap):
    if not heap:
        raise IndexError('index out of range')
    last = heap.pop()
    return heapreplace(heap, last) if heap else last


def heapreplace(heap, item):
    # The smallest item leaves, then `item` comes.
    if not heap:
        raise IndexError('index out of range')
    smallest = heap[0]
    heap[0] = item
    _sink(heap, 0)
    return smallest


def heappushpop(heap, item):
    # `item` comes, then the smallest leaves.
    if heap and heap[0] < item:
        return heapreplace(heap, item)
    return item


def heapify(heap):
    for at in range(len(heap) // 2 - 1, -1, -1):
        _sink(heap, at)


def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[: max(n, 0)]


def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[: max(n, 0)]


class _Head:
    # The next item of one of the iterables that are merged.
    def __init__(self, place, items, key, reverse):
        self.place, self.items, self.key, self.reverse = place, items, key, reverse

    def advance(self):
        for self.item in self.items:
            self.rank = self.item if self.key is None else self.key(self.item)
            return True
        return False

    def __lt__(self, other):
        a, b = (other, self) if self.reverse else (self, other)
        return a.rank < b.rank or (not b.rank < a.rank and self.place < other.place)


def merge(*iterables, key=None, reverse=False):
    # One sorted iterator of several; among equals the earlier iterable comes first.
    heads = [_Head(place, iter(iterable), key, reverse) for place, iterable in enumerate(iterables)]
    heads = [head for head in heads if head.advance()]
    heapify(heads)
    while heads:
        head = heads[0]
        yield head.item
        if head.advance():
            heapreplace(heads, head)
        else:
            heappop(heads)
