def gather(*jobs):
    results, errors = [], []
    for job in jobs:
        try:
            results.append(job())
        except Exception as error:
            error.add_note(f"job {len(results) + len(errors)}")
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"{len(errors)} of {len(jobs)} jobs failed", errors)
    return results
print(gather(lambda: 1, lambda: "two"))
try:
    gather(lambda: 1, lambda: 1 / 0, lambda: {}["x"], lambda: [][0])
except* ArithmeticError as group:
    for error in group.exceptions:
        print(repr(error), error.__notes__)
except* LookupError as group:
    print(group.message, [type(e).__name__ for e in group.exceptions], group)
def validate(form):
    errors = [ValueError(f"{name} is empty") for name, value in form.items() if not value]
    if "@" not in form.get("mail", ""):
        errors.append(TypeError("no mail address"))
    if errors:
        raise ExceptionGroup("form", errors)
    return "valid"
for form in ({"name": "a", "mail": "a@b"}, {"name": "", "mail": ""}, {"name": "x", "mail": "y"}):
    try:
        print(validate(form))
    except* ValueError as g:
        print("empty:", *g.exceptions, sep=" ")
    except* TypeError as g:
        print("type:", *g.exceptions)
