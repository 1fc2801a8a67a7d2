try:
    import concurrent.interpreters
except ModuleNotFoundError as error:
    print(error)
try:
    from concurrent.futures import InterpreterPoolExecutor
except ImportError as error:
    print(str(error).partition(' (')[0])
