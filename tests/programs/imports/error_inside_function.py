def load():
    import numpyy_not_there
    return numpyy_not_there
def main():
    print("loading")
    return load()
main()
