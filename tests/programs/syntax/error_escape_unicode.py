text = "a\u12 b"
