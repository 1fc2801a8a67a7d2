import asyncio
import sys
import threading
import time

import httpx
import requests

THREADS = 5
COUNT = 400
HOW = "threads"

URL = f"/api/delay/{COUNT / 1000}"
answers = []


def call(url):
    status = requests.get(url).status_code
    answers.append(status)
    return status


async def task(client):
    response = await client.get(URL)
    answers.append(response.status_code)


async def tasks():
    async with httpx.AsyncClient() as client:
        await asyncio.gather(*(task(client) for _ in range(THREADS)))


def in_threads():
    threads = [
        threading.Thread(target=call, args=(URL,))
        for _ in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def in_processes():
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # As Linux starts them by default.
    is_new = sys.version_info >= (3, 14)
    context = get_context("forkserver" if is_new else "fork")
    with ProcessPoolExecutor(THREADS, context) as pool:
        answers.extend(pool.map(call, [URL] * THREADS))


if __name__ == "__main__":
    start = time.perf_counter()
    if HOW == "threads":
        in_threads()
    elif HOW == "asyncio":
        asyncio.run(tasks())
    elif HOW == "processes":
        in_processes()
    else:
        for _ in range(THREADS):
            call(URL)
    seconds = time.perf_counter() - start
    answer = answers.count(200)
    print(f"{answer} answers in {seconds:.3f} s")
