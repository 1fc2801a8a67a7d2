class Tree:
    class Node:
        def __init__(self, key):
            self.key, self.left, self.right = key, None, None
    def __init__(self, *keys):
        self.root, self.count = None, 0
        for key in keys:
            self.insert(key)
    def insert(self, key):
        if self.root is None:
            self.root = self.Node(key)
        else:
            node = self.root
            while True:
                if key == node.key:
                    return False
                side = "left" if key < node.key else "right"
                child = getattr(node, side)
                if child is None:
                    setattr(node, side, self.Node(key))
                    break
                node = child
        self.count += 1
        return True
    def __contains__(self, key):
        node = self.root
        while node and node.key != key:
            node = node.left if key < node.key else node.right
        return node is not None
    def walk(self, node="root"):
        node = self.root if node == "root" else node
        if node:
            yield from self.walk(node.left)
            yield node.key
            yield from self.walk(node.right)
    def depth(self, node="root"):
        node = self.root if node == "root" else node
        return 0 if node is None else 1 + max(self.depth(node.left), self.depth(node.right))
t = Tree(50, 30, 70, 20, 40, 60, 80, 30)
print(list(t.walk()), t.count, t.depth(), 40 in t, 45 in t, t.insert(45), t.insert(20), 45 in t)
words = Tree(*"the quick brown fox jumps over the lazy dog".split())
print(list(words.walk()), words.depth(), words.count)
