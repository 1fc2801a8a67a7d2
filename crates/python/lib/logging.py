# logging: messages with a level, written where handlers say.

import sys
from _core import callers
from _threading import RLock, current_thread, get_ident
from time import time

NOTSET, DEBUG, INFO, WARNING, ERROR, CRITICAL = 0, 10, 20, 30, 40, 50
WARN, FATAL = WARNING, CRITICAL
_names = {0: 'NOTSET', 10: 'DEBUG', 20: 'INFO', 30: 'WARNING', 40: 'ERROR', 50: 'CRITICAL'}
_start = time()
_lock = RLock()
BASIC_FORMAT = '%(levelname)s:%(name)s:%(message)s'
raiseExceptions = True


def getLevelName(level):
    for number, name in _names.items():
        if name == level:
            return number
    return _names.get(level, f'Level {level}')


def addLevelName(level, levelName):
    _names[level] = levelName


def getLevelNamesMapping():
    return {name: number for number, name in _names.items()} | {'WARN': 30, 'FATAL': 50}


def _level(level):
    if isinstance(level, int):
        return level
    if not isinstance(level, str):
        raise TypeError(f'Level not an integer or a valid string: {level!r}')
    known = getLevelNamesMapping()
    if level not in known:
        raise ValueError(f'Unknown level: {level!r}')
    return known[level]


# What formats may ask for and is the same for all records: there is one process.
_constant = {'process': 1, 'processName': 'MainProcess', 'taskName': None}


def _caller(level):
    # Where the program called: the file, the line and the function.
    for code, _, line in callers(32):
        if code.co_filename != _caller.__code__.co_filename:
            level -= 1
            if level <= 0:
                break
    return code.co_filename, line, code.co_name


class LogRecord:
    # One message.
    stack_info = exc_text = None

    def __init__(self, name, level, msg, args, exc_info, extra=None, stacklevel=1):
        self.pathname, self.lineno, self.funcName = _caller(stacklevel)
        self.filename = self.pathname.rpartition('/')[2]
        self.module = self.filename.rpartition('.')[0] or self.filename
        self.name, self.msg, self.levelno, self.levelname = name, msg, level, getLevelName(level)
        # A dict as the only argument is for %(name)s.
        self.args = args[0] if len(args) == 1 and isinstance(args[0], dict) and args[0] else args
        self.exc_info = exc_info
        self.created = time()
        self.msecs = int(self.created * 1000) % 1000 + 0.0
        self.relativeCreated = (self.created - _start) * 1000
        self.thread, self.threadName = get_ident(), current_thread().name
        for key, value in (extra or {}).items():
            if key in ('message', 'asctime') or key in self.__dict__:
                raise KeyError(f'Attempt to overwrite {key!r} in LogRecord')
            setattr(self, key, value)

    def getMessage(self):
        return str(self.msg) % self.args if self.args else str(self.msg)


class Formatter:
    default_msec_format = '%s,%03d'

    def __init__(self, fmt=None, datefmt=None, style='%', validate=True, *, defaults=None):
        if style not in ('%', '{'):
            raise ValueError("Style must be one of: %,{")
        self._fmt = fmt or ('%(message)s' if style == '%' else '{message}')
        self.datefmt, self._style, self._defaults = datefmt, style, defaults or {}

    def usesTime(self):
        return ('%(asctime)' if self._style == '%' else '{asctime') in self._fmt

    def formatTime(self, record, datefmt=None):
        from datetime import datetime, timezone

        when = datetime.fromtimestamp(record.created, timezone.utc)
        if datefmt:
            return when.strftime(datefmt)
        return self.default_msec_format % (when.strftime('%Y-%m-%d %H:%M:%S'), record.msecs)

    def formatException(self, ei):
        from _core import format_exception as format

        return format(ei[1]).removesuffix('\n')

    def formatMessage(self, record):
        values = {**_constant, **self._defaults, **record.__dict__}
        return self._fmt % values if self._style == '%' else self._fmt.format(**values)

    def format(self, record):
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        text = self.formatMessage(record)
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        for more in (record.exc_text, record.stack_info):
            if more:
                text = f'{text}\n{more}'
        return text


class Filter:
    # Lets a logger and those below it pass.
    def __init__(self, name=''):
        self.name = name

    def filter(self, record):
        return not self.name or f'{record.name}.'.startswith(f'{self.name}.')


class Filterer:
    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        # The record, or another one that a filter puts in its place, or False.
        for one in self.filters:
            answer = one.filter(record) if hasattr(one, 'filter') else one(record)
            if not answer:
                return False
            if isinstance(answer, LogRecord):
                record = answer
        return record


class Handler(Filterer):
    def __init__(self, level=NOTSET):
        super().__init__()
        self.level = _level(level)
        self.formatter = self.name = None
        self.lock = RLock()

    def setLevel(self, level):
        self.level = _level(level)

    def setFormatter(self, fmt):
        self.formatter = fmt

    def format(self, record):
        return (self.formatter or _plain).format(record)

    def handle(self, record):
        record = self.filter(record)
        if record:
            with self.lock:
                self.emit(record)
        return record

    def emit(self, record):
        raise NotImplementedError('emit must be implemented by Handler subclasses')

    def handleError(self, record):
        # A message that cannot be written does not stop the program.
        if raiseExceptions:
            from traceback import format_exc

            about = f'Message: {record.msg!r}\nArguments: {record.args!r}'
            print(f'--- Logging error ---\n{format_exc()}{about}', file=sys.stderr)

    def flush(self):
        pass

    def close(self):
        pass


class NullHandler(Handler):
    def handle(self, record):
        pass

    emit = handle


class StreamHandler(Handler):
    # Writes lines, to stderr unless told otherwise.
    terminator = '\n'

    def __init__(self, stream=None):
        super().__init__()
        self.stream = sys.stderr if stream is None else stream

    def emit(self, record):
        try:
            self.stream.write(self.format(record) + self.terminator)
            self.flush()
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)

    def flush(self):
        if hasattr(self.stream, 'flush'):
            self.stream.flush()


_plain = Formatter()
lastResort = StreamHandler()
lastResort.setLevel(WARNING)


class Logger(Filterer):
    # Loggers form a tree by the dots in their names. A record goes to the handlers of all above it.
    disabled = False

    def __init__(self, name, level=NOTSET):
        super().__init__()
        self.name, self.level = name, _level(level)
        self.parent = None
        self.propagate = True
        self.handlers = []

    def __repr__(self):
        return f'<{type(self).__name__} {self.name} ({getLevelName(self.getEffectiveLevel())})>'

    def setLevel(self, level):
        self.level = _level(level)

    def addHandler(self, hdlr):
        with _lock:
            if hdlr not in self.handlers:
                self.handlers.append(hdlr)

    def removeHandler(self, hdlr):
        with _lock:
            if hdlr in self.handlers:
                self.handlers.remove(hdlr)

    def getEffectiveLevel(self):
        one = self
        while one is not None and not one.level:
            one = one.parent
        return one.level if one else NOTSET

    def isEnabledFor(self, level):
        return not self.disabled and level > _disabled and level >= self.getEffectiveLevel()

    def getChild(self, suffix):
        return getLogger(suffix if self is root else f'{self.name}.{suffix}')

    def hasHandlers(self):
        return next(self._reached(), None) is not None

    def _reached(self):
        one = self
        while one is not None:
            yield from one.handlers
            one = one.parent if one.propagate else None

    def log(self, level, msg, *args, **kwargs):
        if not isinstance(level, int):
            raise TypeError('level must be an integer')
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        if exc_info:
            if not isinstance(exc_info, tuple):
                error = exc_info if isinstance(exc_info, BaseException) else sys.exception()
                exc_info = (type(error), error, error.__traceback__) if error is not None else None
        self.handle(LogRecord(self.name, level, msg, args, exc_info or None, extra, stacklevel))

    def handle(self, record):
        if self.disabled:
            return
        record = self.filter(record)
        if not record:
            return
        handlers = list(self._reached())
        for handler in handlers or [lastResort]:
            if record.levelno >= handler.level:
                handler.handle(record)

    def debug(self, msg, *args, **kwargs):
        self.log(DEBUG, msg, *args, **kwargs)

    def info(self, msg, *args, **kwargs):
        self.log(INFO, msg, *args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        self.log(WARNING, msg, *args, **kwargs)

    def error(self, msg, *args, **kwargs):
        self.log(ERROR, msg, *args, **kwargs)

    def critical(self, msg, *args, **kwargs):
        self.log(CRITICAL, msg, *args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        self.log(ERROR, msg, *args, exc_info=exc_info, **kwargs)

    warn, fatal = warning, critical


class RootLogger(Logger):
    pass


root = Logger.root = RootLogger('root', WARNING)
_loggers = {}
_disabled = 0


def getLogger(name=None):
    if not name or name == 'root':
        return root
    if not isinstance(name, str):
        raise TypeError('A logger name must be a string')
    with _lock:
        logger = _loggers.get(name)
        if logger is None:
            logger = _loggers[name] = Logger(name)
            # The parents of all are found anew: this one may have come between two others.
            for one in _loggers.values():
                above = one.name
                one.parent = None
                while one.parent is None:
                    above = above.rpartition('.')[0]
                    one.parent = _loggers.get(above) if above else root
        return logger


def disable(level=CRITICAL):
    global _disabled
    _disabled = _level(level)


def basicConfig(*, format=None, datefmt=None, style='%', level=None, stream=None, handlers=None, force=False, **other):
    # Gives the root logger a handler, unless it has one.
    if 'filename' in other:
        raise ValueError('there are no files here: log to a stream')
    if other:
        raise ValueError(f'Unrecognised argument(s): {", ".join(other)}')
    with _lock:
        if force:
            root.handlers.clear()
        if root.handlers:
            return
        if stream is not None and handlers is not None:
            raise ValueError("'stream' or 'filename' should not be specified together with 'handlers'")
        plain = BASIC_FORMAT if style == '%' else '{levelname}:{name}:{message}'
        formatter = Formatter(plain if format is None else format, datefmt, style)
        for handler in [StreamHandler(stream)] if handlers is None else handlers:
            if handler.formatter is None:
                handler.setFormatter(formatter)
            root.addHandler(handler)
        if level is not None:
            root.setLevel(level)


def _of_root(name):
    # The functions set up a handler first if there is none.
    def function(*args, **kwargs):
        if not root.handlers:
            basicConfig()
        getattr(root, name)(*args, **kwargs)

    return function


for _name in ('debug', 'info', 'warning', 'warn', 'error', 'critical', 'fatal', 'exception', 'log'):
    globals()[_name] = _of_root(_name)


def shutdown():
    pass
