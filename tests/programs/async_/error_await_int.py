async def main():
    print("before")
    await 5
try:
    main().send(None)
finally:
    print("after")
