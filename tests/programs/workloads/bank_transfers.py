import threading
class Account:
    def __init__(self, name, balance):
        self.name, self.balance, self.lock = name, balance, threading.Lock()
class Bank:
    def __init__(self, *accounts):
        self.accounts = {a.name: a for a in accounts}
        self.log, self.log_lock = [], threading.Lock()
    def transfer(self, source, target, amount):
        first, second = sorted((source, target))
        with self.accounts[first].lock, self.accounts[second].lock:
            if self.accounts[source].balance < amount:
                return False
            self.accounts[source].balance -= amount
            self.accounts[target].balance += amount
        with self.log_lock:
            self.log.append(amount)
        return True
    def total(self):
        return sum(a.balance for a in self.accounts.values())
bank = Bank(Account("ann", 1000), Account("bob", 1000), Account("cy", 1000))
def run(source, target, amount, times):
    for _ in range(times):
        bank.transfer(source, target, amount)
moves = [("ann", "bob", 1, 100), ("bob", "cy", 2, 100), ("cy", "ann", 3, 100), ("bob", "ann", 1, 50)]
threads = [threading.Thread(target=run, args=move) for move in moves]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(bank.total(), {name: a.balance for name, a in bank.accounts.items()}, len(bank.log), sum(bank.log))
print(bank.transfer("ann", "bob", 10 ** 6), bank.total())
