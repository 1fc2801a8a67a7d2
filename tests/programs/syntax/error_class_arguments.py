class A(object, x for x in []):
    pass
