user = "ann"
print(f"hello {user}")
print(f"hello {user!r:>10} you have {message_count:,} messages")
