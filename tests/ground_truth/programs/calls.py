# Calls of a service that takes its time: in a row, in threads, in tasks.
import asyncio
import threading
import time

import httpx
import requests

CALLS = 5
SECONDS = 2

URL = f"/api/delay/{SECONDS}"


def call():
    requests.get(URL).raise_for_status()


def in_a_row():
    for _ in range(CALLS):
        call()


def in_threads():
    threads = [threading.Thread(target=call) for _ in range(CALLS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


async def tasks():
    async with httpx.AsyncClient(timeout=None) as client:
        for response in await asyncio.gather(*(client.get(URL) for _ in range(CALLS))):
            response.raise_for_status()


def in_tasks():
    asyncio.run(tasks())


for name, run in ("sequential", in_a_row), ("threads", in_threads), ("tasks", in_tasks):
    start = time.perf_counter()
    run()
    print(name, time.perf_counter() - start)
