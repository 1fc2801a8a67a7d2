total$ = 5
