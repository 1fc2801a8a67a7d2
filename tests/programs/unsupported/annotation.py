x: print("evaluated") = 1
