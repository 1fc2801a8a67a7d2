def work():
    try:
        print("working")
        return {}["key"]
    finally:
        print("cleaned up")
try:
    work()
finally:
    print("program ends")
