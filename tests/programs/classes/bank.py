class InsufficientFunds(Exception):
    def __init__(self, wanted, balance):
        super().__init__(f"wanted {wanted}, only {balance} there")
        self.missing = wanted - balance
class Account:
    interest = 0.02
    _next = 1
    def __init__(self, owner, balance=0):
        self.owner, self._balance, self.number = owner, balance, Account._next
        Account._next += 1
        self.__secret = owner[::-1]
    @property
    def balance(self):
        return self._balance
    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("a deposit is more than nothing")
        self._balance += amount
        return self
    def withdraw(self, amount):
        if amount > self._balance:
            raise InsufficientFunds(amount, self._balance)
        self._balance -= amount
        return self
    def year(self):
        return round(self._balance * (1 + self.interest), 2)
class Savings(Account):
    interest = 0.05
    def withdraw(self, amount):
        return super().withdraw(amount + 1)
a, s = Account("ann", 100), Savings("sam").deposit(50)
print(a.deposit(50).withdraw(30).balance, s.withdraw(10).balance, a.year(), s.year(), a.number, s.number)
for action in (lambda: s.withdraw(100), lambda: a.deposit(-5), lambda: setattr(a, "balance", 0)):
    try:
        action()
    except InsufficientFunds as error:
        print(error, error.missing, error.args)
    except (ValueError, AttributeError) as error:
        print(type(error).__name__, error)
print(a._Account__secret, hasattr(a, "__secret"), sorted(vars(a)))
