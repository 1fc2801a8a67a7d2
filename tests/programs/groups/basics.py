group = ExceptionGroup("several", [ValueError(1), TypeError("t"), ExceptionGroup("inner", [KeyError("k"), ValueError(2)])])
print(group, repr(group), group.message, len(group.exceptions), isinstance(group, Exception))
print(repr(group.subgroup(ValueError)), group.subgroup(OSError), repr(group.subgroup(lambda e: isinstance(e, (KeyError, TypeError)))), sep="\n")
match, rest = group.split(ValueError)
print(repr(match), repr(rest), sep="\n")
print(group.split(ExceptionGroup)[1], repr(group.derive([OSError("x")])))
for arguments in (("m", []), ("m", [1]), ("m", "ab"), ("m",), (1, [ValueError()]), ("m", [KeyboardInterrupt()])):
    try:
        print(repr(ExceptionGroup(*arguments)))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
base = BaseExceptionGroup("base", [KeyboardInterrupt(), ValueError()])
print(type(base).__name__, type(BaseExceptionGroup("b", [ValueError()])).__name__, isinstance(base, Exception))
def leaves(e):
    if isinstance(e, BaseExceptionGroup):
        for inner in e.exceptions:
            yield from leaves(inner)
    else:
        yield e
print([repr(e) for e in leaves(group)])
try:
    raise group
except Exception as caught:
    print(caught is group)
class MyGroup(ExceptionGroup):
    def derive(self, exceptions):
        return MyGroup(self.message + " (part)", exceptions)
print(repr(MyGroup("mine", [ValueError(), KeyError()]).subgroup(KeyError)))
