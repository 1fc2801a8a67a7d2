for text in ("hello World", "ABC", "", "straße", "ÉCOLE", "they're Bill's", "x1y2"):
    print([text.upper(), text.lower(), text.title(), text.capitalize(), text.swapcase(), text.casefold()])
for text in ("abc", "ABC", "Abc", "Title Case", "123", "", "aB1", "ß"):
    print(text.isupper(), text.islower(), text.istitle(), text.isalpha(), text.isalnum(), text.isdigit(), text.isspace(), text.isidentifier())
for text in ("½", "7", "a7", "-7", " \t\n", "_x", "1x", "\x00", "é!"):
    print(repr(text), text.isdecimal(), text.isdigit(), text.isnumeric(), text.isprintable(), text.isascii(), text.isidentifier())
