stack = [1, 2]
def drain(stack):
    while True:
        print(stack.pop())
drain(stack)
