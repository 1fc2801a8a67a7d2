from dataclasses import dataclass, field
@dataclass
class Basket:
    owner: str
    prices: list = field(default_factory=list)
    def mean(self):
        return sum(self.prices) / len(self.prices)
print(Basket("ann", [1, 2]).mean())
print(Basket("bob").mean())
