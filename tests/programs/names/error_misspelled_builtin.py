print(prnit)
