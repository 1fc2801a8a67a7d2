class Animal:
    def speak(self):
        raise NotImplementedError("subclasses speak")
class Dog(Animal):
    def speak(self):
        return "woof"
class Fish(Animal):
    pass
def chorus(animals):
    return [animal.speak() for animal in animals]
print(chorus([Dog()]))
print(chorus([Dog(), Fish()]))
