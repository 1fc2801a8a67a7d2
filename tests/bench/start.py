import time

print(time.time())
import threading

ACCOUNTS = 4
ROUNDS = 25


class NotEnough(Exception):
    """Somebody wants more than there is."""

    def __init__(self, name, missing):
        super().__init__(f"{name} lacks {missing}")
        self.missing = missing


class Account:
    """Money, and a lock for it."""

    def __init__(self, name, balance=0):
        self.name = name
        self.lock = threading.Lock()
        self._balance = balance
        self.history = []

    def __repr__(self):
        return f"Account({self.name!r}, {self._balance})"

    @property
    def balance(self):
        with self.lock:
            return self._balance

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("nothing to deposit")
        with self.lock:
            self._balance += amount
            self.history.append(("in", amount))

    def withdraw(self, amount):
        with self.lock:
            if amount > self._balance:
                raise NotEnough(self.name, amount - self._balance)
            self._balance -= amount
            self.history.append(("out", amount))


def transfer(source, target, amount):
    try:
        source.withdraw(amount)
    except NotEnough as problem:
        return problem.missing
    else:
        target.deposit(amount)
        return 0


def shuffled(seed, count):
    state = seed
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        yield state


def work(seed, accounts):
    numbers = list(shuffled(seed, 3 * ROUNDS))
    for source, target, amount in zip(numbers[::3], numbers[1::3], numbers[2::3]):
        one = accounts[source % len(accounts)]
        other = accounts[target % len(accounts)]
        if one is not other:
            transfer(one, other, 1 + amount % 50)


def summary(accounts):
    total = 0
    lines = []
    for account in sorted(accounts, key=lambda account: account.name):
        total += account.balance
        lines.append("{:<8} {:>6}".format(account.name, account.balance))
    lines.append("-" * 15)
    lines.append(f"{'all':<8} {total:>6}")
    return "\n".join(lines)


def main():
    accounts = [Account(f"a{number}", balance=100) for number in range(ACCOUNTS)]
    threads = [
        threading.Thread(target=work, args=(seed, accounts)) for seed in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(summary(accounts))


if __name__ == "__main__":
    main()
