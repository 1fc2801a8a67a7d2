from abc import ABC, abstractmethod
class Animal(ABC):
    @abstractmethod
    def speak(self):
        pass
    @abstractmethod
    def move(self):
        pass
class Dog(Animal):
    def speak(self):
        return "woof"
Dog()
