text = """begins
and never ends
