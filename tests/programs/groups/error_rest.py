def run():
    try:
        raise ExceptionGroup("mixed", [ValueError(1), KeyError("k"), OSError("disk")])
    except* ValueError as group:
        print("handled", group.exceptions)
run()
