a = 1; b = 2; c = a + b
if a: b = 1; c = 2
for i in a: b = i; print(b)
while a: a -= 1; break
def f(): x = 1; return x
class C: x = 1; y = 2
try: a; b
finally: c; d
1; "text"; ...; a
