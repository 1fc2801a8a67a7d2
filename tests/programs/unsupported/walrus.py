print((n := 5))
