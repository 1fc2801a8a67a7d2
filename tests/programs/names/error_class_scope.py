class Config:
    size = 3
    def double(self):
        return size * 2
print(Config.size)
print(Config().double())
