text = "\x4"
