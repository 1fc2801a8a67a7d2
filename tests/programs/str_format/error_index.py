def announce(template, *values):
    return template.format(*values)
print(announce("{} wins", "ann"))
print(announce("{} beats {}", "ann"))
