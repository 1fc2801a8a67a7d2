match 5:
    case x:
        print("any")
    case 5:
        print("five")
