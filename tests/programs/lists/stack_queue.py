stack = []
for token in "3 4 + 2 * 7 /".split():
    if token.isdigit():
        stack.append(int(token))
    else:
        b, a = stack.pop(), stack.pop()
        stack.append({"+": a + b, "*": a * b, "/": a / b}[token])
    print(token, stack)
queue = [1]
seen = []
while queue:
    n = queue.pop(0)
    seen.append(n)
    for child in (2 * n, 2 * n + 1):
        if child < 12:
            queue.append(child)
print(seen)
heap = []
def push(x):
    heap.append(x)
    i = len(heap) - 1
    while i and heap[(i - 1) // 2] > heap[i]:
        heap[(i - 1) // 2], heap[i] = heap[i], heap[(i - 1) // 2]
        i = (i - 1) // 2
def pop():
    top, heap[0] = heap[0], heap[-1]
    heap.pop()
    i = 0
    while True:
        small = min((j for j in (i, 2 * i + 1, 2 * i + 2) if j < len(heap)), key=heap.__getitem__, default=i)
        if small == i:
            return top
        heap[i], heap[small] = heap[small], heap[i]
        i = small
for x in (5, 3, 8, 1, 9, 2):
    push(x)
print(heap, [pop() for _ in range(6)], heap)
ring, people = list(range(1, 12)), []
while ring:
    ring = ring[2 % len(ring):] + ring[:2 % len(ring)]
    people.append(ring.pop(0))
print(people)
undo, redo = ["a", "b", "c"], []
redo.append(undo.pop())
redo.append(undo.pop())
undo.append(redo.pop())
print(undo, redo, undo[-1:], redo[::-1])
