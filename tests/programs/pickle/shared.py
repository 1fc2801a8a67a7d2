# One object in several places is one again; objects may be inside themselves.
import pickle


def there_and_back(value):
    data = pickle.dumps(value, 4)
    print(data)
    return pickle.loads(data)


inner = [1]
a, b = there_and_back([inner, inner])
print(a is b)

loop = []
loop.append(loop)
back = there_and_back(loop)
print(back[0] is back, len(back))

holder = []
pair = (holder,)
holder.append(pair)
back = there_and_back(pair)
print(back[0][0] is back)

many = (holder := [], 1, 2, 3, 4)
holder.append(many)
back = there_and_back(many)
print(back[0][0] is back, back[1:])

table = {}
table['me'] = table
back = there_and_back(table)
print(back['me'] is back)


class Node:
    pass


one, two = Node(), Node()
one.other, two.other = two, one
back = there_and_back(one)
print(back.other.other is back, back.other is not back)


class Key:
    def __init__(self):
        self.friends = {self}

    def __hash__(self):
        return 7


back = there_and_back(Key())
print(back in back.friends)
