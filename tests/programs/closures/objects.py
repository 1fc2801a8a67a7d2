def account(balance):
    history = []
    def deposit(n):
        nonlocal balance
        balance += n
        history.append(("deposit", n))
        return balance
    def withdraw(n):
        nonlocal balance
        if n > balance:
            raise ValueError(f"only {balance} left")
        balance -= n
        history.append(("withdraw", n))
        return balance
    return {"deposit": deposit, "withdraw": withdraw, "history": lambda: tuple(history)}
acc = account(100)
print(acc["deposit"](50), acc["withdraw"](30), acc["history"]())
try:
    acc["withdraw"](500)
except ValueError as error:
    print(error)
def stack():
    items = []
    push, pop = items.append, items.pop
    return push, pop, lambda: len(items)
push, pop, size = stack()
push(1); push(2)
print(size(), pop(), size())
def linked(*items):
    node = None
    for item in reversed(items):
        node = (lambda item, node: lambda pick: pick(item, node))(item, node)
    return node
node, out = linked("a", "b", "c"), []
while node:
    out.append(node(lambda item, rest: item))
    node = node(lambda item, rest: rest)
print(out)
def polynomial(*coefficients):
    return lambda x: sum(c * x ** i for i, c in enumerate(coefficients))
p = polynomial(1, 0, 2)
print([p(x) for x in range(4)])
