print("a" "b", 5 "c")
