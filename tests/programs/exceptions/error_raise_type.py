def fail():
    raise "just a string"
fail()
