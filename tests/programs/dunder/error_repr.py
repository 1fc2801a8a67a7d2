class Account:
    def __init__(self, owner):
        self.owner = owner
    def __repr__(self):
        return "Account of " + self.owner.name
print(Account("ann").owner)
print([Account("ann")])
