import json
class User:
    def __init__(self, name):
        self.name = name
print(json.dumps(User("ann").name))
print(json.dumps({"users": [User("ann")]}))
