else:
    print("alone")
