import logging, sys
logging.basicConfig(stream=sys.stdout, format="%(levelno)d %(levelname)s %(message)s")
for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL):
    logging.getLogger().setLevel(level)
    for name in ("debug", "info", "warning", "error", "critical"):
        getattr(logging, name)("%s at %s", name, logging.getLevelName(level))
logging.basicConfig(level=logging.DEBUG)
logging.info("a second basicConfig changes nothing")
logging.basicConfig(level="INFO", stream=sys.stdout, format="{levelname}:{message}", style="{", force=True)
logging.info("forced %d", 1)
logging.debug("hidden")
for bad in (lambda: logging.basicConfig(level="NOISE", force=True), lambda: logging.getLogger().setLevel("none"), lambda: logging.getLogger(5)):
    try:
        bad()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(logging.getLevelName("WARNING"), logging.getLevelName(15), logging.WARN == logging.WARNING, logging.FATAL)
