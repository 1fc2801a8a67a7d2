async def answer():
    return 42
answer().send(None)
