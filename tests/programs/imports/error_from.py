from time import slep
print("never")
