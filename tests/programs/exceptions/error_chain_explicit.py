class ConfigError(Exception):
    pass
def load(text):
    try:
        key, value = text.split("=")
        return {key: int(value)}
    except ValueError as error:
        raise ConfigError(f"cannot read {text!r}") from error
print(load("a=1"))
print(load("a=b"))
