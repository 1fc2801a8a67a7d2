from gil.playground import serve

COUNT = 40
BUSY = 1


def handle(number):
    return number * number


result = serve(handle, n=COUNT, io=0.001, busy=BUSY)
answer = result.requests
served = {
    "requests": result.requests,
    "throughput": result.throughput,
    "median": result.p50,
    "p95": result.p95,
    "p99": result.p99,
    "worst": result.max,
}
print(result)
