raise ExceptionGroup("outer", [
    ValueError("a"),
    ExceptionGroup("inner", [KeyError("b"), TypeError("c\nd")]),
])
