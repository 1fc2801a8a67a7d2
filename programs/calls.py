import asyncio
import threading
import time

import httpx
import requests

THREADS = 5
COUNT = 400
HOW = "threads"

URL = f"/api/delay/{COUNT / 1000}"
answers = []


def call():
    answers.append(requests.get(URL).status_code)


async def task(client):
    response = await client.get(URL)
    answers.append(response.status_code)


async def tasks():
    async with httpx.AsyncClient() as client:
        await asyncio.gather(*(task(client) for _ in range(THREADS)))


def in_threads():
    threads = [threading.Thread(target=call) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


start = time.perf_counter()
if HOW == "threads":
    in_threads()
elif HOW == "asyncio":
    asyncio.run(tasks())
else:
    for _ in range(THREADS):
        call()
seconds = time.perf_counter() - start
answer = answers.count(200)
print(f"{answer} answers in {seconds:.3f} s")
