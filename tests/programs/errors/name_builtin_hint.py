def go():
    pritn("x")
go()
