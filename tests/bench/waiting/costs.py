import asyncio
import multiprocessing
from statistics import median
from time import perf_counter, time


def begun(queue):
    queue.put(time())


def nothing():
    pass


async def pauses(n):
    for _ in range(n):
        await asyncio.sleep(0)


def main():
    start = perf_counter()
    asyncio.run(pauses(200_000))
    print("pauses", 200_000 / (perf_counter() - start))

    for method in ("fork", "spawn"):
        context = multiprocessing.get_context(method)
        queue = context.SimpleQueue()
        times = []
        for _ in range(21):
            start = time()
            process = context.Process(target=begun, args=(queue,))
            process.start()
            times.append(1000 * (queue.get() - start))
            process.join()
        print(method, median(times))

    with multiprocessing.get_context("fork").Pool(2) as pool:
        times = []
        for _ in range(1001):
            start = perf_counter()
            pool.apply(nothing)
            times.append(1000 * (perf_counter() - start))
        print("pool", median(times))


if __name__ == "__main__":
    main()
