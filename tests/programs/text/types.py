import threading

print(threading.Thread, f"{threading.Thread}", int, [str, float])
print("abc".startswith(("a", 1)), "abc".endswith(("x", "c")), "abc".startswith(()))
print("--abc-+".strip("+-"), "éaé".strip("é"), "aaa".strip("a"), "abc".strip(""))
print("a,b,c".split(",", 1), "a b  c".split(), "abc"[::-2], "äöü"[::-1], (1, 2, 3)[5:0:-2], [1, 2, 3][-2:])
