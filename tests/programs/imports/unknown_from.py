def f():
    from nowhere.inside import thing as other
f()
