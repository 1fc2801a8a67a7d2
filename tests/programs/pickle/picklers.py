# The classes, with files and with what can be overridden.
import pickle


class File:
    def __init__(self, data=b''):
        self.data, self.place = data, 0

    def write(self, data):
        self.data += data

    def read(self, size=-1):
        end = len(self.data) if size < 0 else self.place + size
        found = self.data[self.place : end]
        self.place += len(found)
        return found

    def readinto(self, into):
        found = self.read(len(into))
        into[: len(found)] = found
        return len(found)

    def readline(self):
        end = self.data.find(b'\n', self.place) + 1 or len(self.data)
        return self.read(end - self.place)

    def peek(self, size):
        return self.data[self.place : self.place + size]


file = File()
pickle.dump([1, 2], file)
pickle.dump({'a': 'b'}, file)
print(len(file.data))
unpickler = pickle.Unpickler(file)
print(unpickler.load(), unpickler.load())
try:
    unpickler.load()
except EOFError as error:
    print('EOFError', error)

# One pickler knows what it has written before.
file = File()
pickler = pickle.Pickler(file, 4)
shared = ['shared']
pickler.dump(shared)
before = len(file.data)
pickler.dump(shared)
print(before, len(file.data) - before)
unpickler = pickle.Unpickler(file)
print(unpickler.load() is unpickler.load())
pickler.clear_memo()
before = len(file.data)
pickler.dump(shared)
print(len(file.data) - before)


class Database:
    def __init__(self, key):
        self.key = key


class WithIds(pickle.Pickler):
    def persistent_id(self, obj):
        if isinstance(obj, Database):
            return 'database', obj.key
        return None


class FromIds(pickle.Unpickler):
    def persistent_load(self, pid):
        print('load', pid)
        return Database(pid[1])


file = File()
WithIds(file, 4).dump([Database(5), {'k': Database(6)}, 7])
print(file.data)
back = FromIds(file).load()
print(back[0].key, back[1]['k'].key, back[2])


class Odd:
    pass


class Overriding(pickle.Pickler):
    def reducer_override(self, obj):
        if isinstance(obj, Odd):
            return str, ('odd',)
        return NotImplemented


file = File()
Overriding(file).dump([Odd(), Database, 3])
print(pickle.loads(file.data))


class Table(pickle.Pickler):
    dispatch_table = {Odd: lambda obj: (str, ('table',))}


file = File()
Table(file).dump([Odd(), 3])
print(pickle.loads(file.data))


class Restricted(pickle.Unpickler):
    def find_class(self, module, name):
        if module == 'builtins' and name in ('range', 'set'):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f'global {module}.{name} is forbidden')


print(Restricted(File(pickle.dumps([1, range(3)]))).load())
try:
    Restricted(File(b'cos\nsystem\n(S"echo hello"\ntR.')).load()
except pickle.UnpicklingError as error:
    print(error)
