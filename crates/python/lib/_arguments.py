# Arguments of functions that the library makes without source: the __init__ of a dataclass, the __new__
# of a named tuple. Errors read as those of a function with that signature.

from _core import suggest


def bind(function, names, only, defaults, args, kwargs):
    # The arguments by name. `names` may be given by position, `only` by keyword; `function` is for errors.
    values = dict(zip(names, args))
    for name, value in kwargs.items():
        if name not in names and name not in only:
            meant = suggest(name, [*names, *only])
            hint = f'. Did you mean {meant!r}?' if meant else ''
            raise TypeError(f'{function}() got an unexpected keyword argument {name!r}{hint}')
        if name in values:
            raise TypeError(f'{function}() got multiple values for argument {name!r}')
        values[name] = value
    if len(args) > len(names):
        least = len([name for name in names if name not in defaults])
        takes = f'from {least} to {len(names)}' if least < len(names) else least
        given = f'{len(args)}'
        extra = len([name for name in only if name in kwargs])
        if extra:
            given += f' positional argument{_s(given)} (and {extra} keyword-only argument{_s(extra)})'
        was = 'was' if given == '1' else 'were'
        raise TypeError(f'{function}() takes {takes} positional argument{_s(takes)} but {given} {was} given')
    for kind, wanted in ('positional', names), ('keyword-only', only):
        missing = [name for name in wanted if name not in values and name not in defaults]
        if missing:
            *most, last = [repr(name) for name in missing]
            listed = f'{", ".join(most)}{"," if len(most) > 1 else ""} and {last}' if most else last
            raise TypeError(
                f'{function}() missing {len(missing)} required {kind} argument{_s(len(missing))}: {listed}'
            )
    return values


def _s(number):
    return '' if str(number) == '1' else 's'
