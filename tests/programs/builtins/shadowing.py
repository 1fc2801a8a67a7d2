def sum(items):
    return "my sum of " + str(len(items))
print(sum([1, 2]))
del sum
print(sum([1, 2]))
list = [1, 2]
print(list)
try:
    list("ab")
except TypeError as error:
    print(error)
del list
print(list("ab"))
import builtins
print(builtins.len([1]), builtins.print is print, hasattr(builtins, "sum"))
def f(len):
    return len * 2
print(f(4), len("abc"))
len = lambda x: 99
print(len([]), builtins.len([]))
del len
try:
    del len
except NameError as error:
    print(error)
True_ = not False
class int_(int):
    pass
print(True_, int_(5) + 1, [print for print in "ab"], max([3, 4]))
