import traceback
def inner(n):
    return 10 / n
def outer(n):
    return inner(n) + 1
try:
    outer(0)
except ZeroDivisionError:
    traceback.print_exc()
print("goes on")
try:
    try:
        {}["key"]
    except KeyError as error:
        raise ValueError("bad key") from error
except ValueError:
    traceback.print_exc()
def job(n):
    try:
        return outer(n)
    except Exception:
        print("job", n, "failed")
        traceback.print_exc()
print(job(5), job(0))
