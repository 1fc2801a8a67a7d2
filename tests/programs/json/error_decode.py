import json
def load(text):
    return json.loads(text)["name"]
print(load('{"name": "ann"}'))
print(load('{"name": "ann", age: 5}'))
