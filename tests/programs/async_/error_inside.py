async def fetch(n):
    return 10 / n
async def main():
    print(await fetch(5))
    print(await fetch(0))
coroutine = main()
coroutine.send(None)
