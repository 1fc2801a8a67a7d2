# urllib: see its parts.
