class Node:
    def __init__(self, value, after=None):
        self.value, self.after = value, after
class LinkedList:
    def __init__(self, items=()):
        self.head, self.size = None, 0
        for item in reversed(list(items)):
            self.push(item)
    def push(self, value):
        self.head = Node(value, self.head)
        self.size += 1
    def pop(self):
        if self.head is None:
            raise IndexError("pop from an empty list")
        node, self.head = self.head, self.head.after
        self.size -= 1
        return node.value
    def reverse(self):
        before = None
        node = self.head
        while node:
            node.after, before, node = before, node, node.after
        self.head = before
        return self
    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.after
    def __len__(self):
        return self.size
    def __repr__(self):
        return f"LinkedList({list(self)})"
l = LinkedList("abc")
l.push("z")
print(l, len(l), l.pop(), l.reverse(), "b" in l, list(l), sorted(l))
first, *rest = l
print(first, rest, bool(l), bool(LinkedList()), max(l), [x + y for x, y in zip(l, l)])
try:
    LinkedList().pop()
except IndexError as error:
    print(error)
