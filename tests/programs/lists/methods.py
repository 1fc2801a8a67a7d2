l = [3, 1, 2]
l.append(5)
l.extend([1, 1])
l.extend("ab")
l.insert(0, 9)
l.insert(-1, 8)
l.insert(100, 7)
print(l, len(l), l.pop(), l.pop(0), l.pop(-2), l)
print(l.index(1), l.count(1), l.copy() == l, l.copy() is l)
l.reverse()
print(l)
l.clear()
print(l)
l = [3, 1.5, True, -2, 2**70]
l.sort()
print(l)
l.sort(reverse=True)
print(l)
print(sorted("banana"), sorted((3, 1, 2), reverse=True), sorted([[2], [1, 5], [1]]))
big = [(i * 7919) % 1009 for i in range(500)]
print(sorted(big)[:10], sorted(big, reverse=True)[:5])
words = ["b", "a", "C", "aa"] * 30
words.sort()
print(words[0], words[-1], words[40])
push = l.append
push(1)
print(l)
