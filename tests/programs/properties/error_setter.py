class Speed:
    limit = 100
    @property
    def value(self):
        return self._value
    @value.setter
    def value(self, new):
        if new > self.limit:
            raise ValueError(f"{new} is above {self.limit}")
        self._value = new
s = Speed()
s.value = 50
print(s.value)
s.value *= 3
