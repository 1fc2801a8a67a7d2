class A:
    pass
class B(A):
    pass
class C(B):
    pass
print([c.__name__ for c in C.__mro__])
class D(A, C):
    pass
