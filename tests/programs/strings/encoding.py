for text in ("abc", "é", "日本", "😀", ""):
    data = text.encode()
    print(data, len(data), data.decode() == text, text.encode("utf-16-le"), list(data))
print("é".encode("latin-1"), "abc".encode("ascii"), b"\xe9".decode("latin-1"))
for call in (lambda: "é".encode("ascii"), lambda: "日".encode("latin-1"), lambda: b"\xff".decode(), lambda: b"a\xc3".decode("utf-8"), lambda: b"\x80abc".decode("ascii"), lambda: "x".encode("nonsense")):
    try:
        call()
    except (UnicodeError, LookupError) as error:
        print(type(error).__name__, error)
print("aé😀".encode("ascii", "ignore"), "aé".encode("ascii", "replace"), "aé😀".encode("ascii", "backslashreplace"), "é".encode("ascii", "xmlcharrefreplace"))
print(b"a\xffb".decode("utf-8", "replace"), b"a\xffb".decode("utf-8", errors="ignore"), b"a\xff".decode("ascii", "backslashreplace"))
