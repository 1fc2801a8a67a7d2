from dataclasses import dataclass
@dataclass
class Job:
    name: str
    seconds: float
    retries: int = 3
print(Job("build", 1.5))
print(Job("test"))
