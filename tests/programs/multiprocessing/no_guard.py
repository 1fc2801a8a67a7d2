# What happens to who forgets the guard.
import multiprocessing


def work():
    print('never')


context = multiprocessing.get_context('spawn')
process = context.Process(target=work)
try:
    process.start()
except RuntimeError as error:
    print(error, flush=True)
else:
    process.join()
    print(process.exitcode)
