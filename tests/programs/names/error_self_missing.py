class Counter:
    def __init__(self):
        self.count = 0
    def add(self):
        count += 1
        return self.count
class Other:
    def __init__(self):
        self.items = []
    def show(self):
        return items
Other().show()
