"""The text of the module.

It has two lines."""
print(__doc__)
"""Not the text."""
def f():
    """Of f."""
    "not this"
print(f.__doc__, __name__)
if True:
    """Just an expression."""
print(len(__doc__.splitlines()))
