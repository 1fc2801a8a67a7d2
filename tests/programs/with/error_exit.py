class Bad:
    def __enter__(self):
        return self
    def __exit__(self, kind, error, trace):
        raise OSError("cannot close")
with Bad():
    raise ValueError("in the body")
