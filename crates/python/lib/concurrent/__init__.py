# concurrent: only concurrent.futures is in here.
