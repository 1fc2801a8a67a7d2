import logging, sys
root = logging.getLogger()
handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter("%(levelname).4s|%(name)s|%(funcName)s|%(message)s"))
root.addHandler(handler)
root.setLevel(logging.DEBUG)
app, db = logging.getLogger("app"), logging.getLogger("app.db")
def query(n):
    db.debug("query %d", n)
    if n > 1:
        db.warning("slow query %s", {"n": n})
query(1)
query(2)
db.setLevel(logging.WARNING)
query(3)
app.info("level %s", logging.getLevelName(db.getEffectiveLevel()))
print(db.parent is app, app.parent is root, db.name, root.name, db.isEnabledFor(logging.DEBUG), app.hasHandlers())
db.propagate = False
db.propagate = True
app.log(25, "between info and warning")
app.error("wrong: %s %s", "two", 2)
app.warning("no arguments %s %d")
app.critical("object %r", [1, {"a": 2}])
root.removeHandler(handler)
logging.disable(logging.ERROR)
app.error("disabled")
logging.disable(logging.NOTSET)
print(len(root.handlers), logging.getLogger("app") is app)
