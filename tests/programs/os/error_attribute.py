import os
print(os.cpu_count() > 0)
print(os.cpucount())
