class Card:
    def __init__(self, rank):
        self.rank = rank
    def __lt__(self, other):
        return self.rank < other.rank
print(min(Card(3), Card(2)).rank)
print(min(Card(3), Card("king")).rank)
