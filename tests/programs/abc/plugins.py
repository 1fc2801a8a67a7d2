from abc import ABC, abstractmethod
class Codec(ABC):
    registry = {}
    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if not getattr(cls, "__abstractmethods__", None) and "name" in vars(cls):
            Codec.registry[cls.name] = cls
    @abstractmethod
    def encode(self, text): ...
    @abstractmethod
    def decode(self, data): ...
    def roundtrip(self, text):
        return self.decode(self.encode(text)) == text
class Hex(Codec):
    name = "hex"
    def encode(self, text):
        return text.encode().hex()
    def decode(self, data):
        return bytes.fromhex(data).decode()
class Reverse(Codec):
    name = "reverse"
    def encode(self, text):
        return text[::-1]
    decode = encode
class Partial(Codec):
    def encode(self, text):
        return super().encode(text)
print(sorted(Codec.registry), [Codec.registry[n]().encode("abc") for n in sorted(Codec.registry)], all(c().roundtrip("héllo") for c in Codec.registry.values()))
for cls in (Codec, Partial):
    try:
        cls()
    except TypeError as error:
        print(error)
class Full(Partial):
    name = "full"
    def decode(self, data):
        return data
print(Full().encode("x"), Full().roundtrip("x"), isinstance(Full(), Codec), Full.__mro__[1].__name__, Partial.__abstractmethods__ == frozenset({"decode"}))
class Meta(ABC):
    @staticmethod
    @abstractmethod
    def build(): ...
    @property
    @abstractmethod
    def size(self): ...
    @size.setter
    @abstractmethod
    def size(self, value): ...
class Concrete(Meta):
    size = 5
    @staticmethod
    def build():
        return Concrete()
c = Concrete.build()
c.size = 6
print(c.size, Concrete.size, sorted(Meta.__abstractmethods__))
