print("tab\there", "new\\nline", 'it\'s', "\"q\"", '"', "'", "\x41\u0042\U00000043\103\60")
print(repr("tab\t nl\n cr\r bs\\ q' dq\""), repr("it's"), repr('say "hi"'), repr("both ' and \""))
print(repr("\x00\x1f\x7f\x80\xa0\xad\xff"), repr("é日😀\u200b"))
print(ascii("é日😀'x'"), ascii("plain"), ascii(["ü", 1]))
print(r"raw\n\t", R"\d+\\", len(r"\n"), r'a\'b')
print("""triple "quoted" 'text'
second line\
 joined""")
print('implicit ' "concatenation " """works""", len("a" 'b' "c"))
print("•", "\a\b\f\v".isprintable(), [ord(c) for c in "\a\b\f\v\0"])
print("a\
b")
