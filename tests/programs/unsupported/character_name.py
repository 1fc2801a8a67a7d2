print("plain")
print("\N{BULLET} one")
