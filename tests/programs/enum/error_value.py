from enum import Enum
class Status(Enum):
    OK = 200
    MISSING = 404
def handle(code):
    return Status(code).name
print(handle(200))
print(handle(500))
