# textwrap: paragraphs of a given width, and common indentation.


def dedent(text):
    # Without the white space that all lines begin with. Lines of white space alone become empty.
    lines = [line if line.strip(' \t') else '' for line in text.split('\n')]
    margin = None
    for line in lines:
        if line:
            own = line[: len(line) - len(line.lstrip(' \t'))]
            if margin is None:
                margin = own
            while not own.startswith(margin):
                margin = margin[:-1]
    return '\n'.join([line[len(margin) :] if line else '' for line in lines]) if margin else '\n'.join(lines)


def indent(text, prefix, predicate=str.strip):
    return ''.join([prefix + line if predicate(line) else line for line in text.splitlines(True)])


def wrap(
    text, width=70, *, initial_indent='', subsequent_indent='', break_long_words=True, max_lines=None,
    placeholder=' [...]', **others,
):  # fmt: skip
    # Lines of at most that width, broken at white space and behind hyphens.
    if width <= 0:
        raise ValueError(f'invalid width {width!r} (must be > 0)')
    if max_lines is not None and len(subsequent_indent) + len(placeholder.lstrip()) > width:
        raise ValueError('placeholder too large for max width')
    pieces = _pieces(text.expandtabs())
    pieces.reverse()
    lines = []
    while pieces:
        lead = subsequent_indent if lines else initial_indent
        room = width - len(lead)
        line = ''
        if pieces[-1] == ' ' * len(pieces[-1]) and lines:
            pieces.pop()
        while pieces and len(line) + len(pieces[-1]) <= room:
            line += pieces.pop()
        if pieces and len(pieces[-1]) > room and break_long_words:
            take = room - len(line) if room > 0 else 1
            piece = pieces.pop()
            line += piece[:take]
            pieces.append(piece[take:])
        else:
            line = line.rstrip(' ') or (pieces.pop() if pieces else '')
        rest = [piece for piece in pieces if piece.strip(' ')]
        if max_lines is not None and len(lines) + 1 >= max_lines and rest:
            while line and len(line) + len(placeholder) > room:
                line = line.rpartition(' ')[0].rstrip(' ')
            lines.append(lead + (line + placeholder if line else placeholder.lstrip()))
            break
        if line:
            lines.append(lead + line)
    return lines


def _pieces(text):
    # Words and the spaces between them; words with hyphens between letters in parts.
    pieces = []
    for char in text.translate({9: ' ', 10: ' ', 11: ' ', 12: ' ', 13: ' '}):
        if not pieces or (char == ' ') != (pieces[-1][-1] == ' '):
            pieces.append(char)
        else:
            pieces[-1] += char
    parts = []
    for piece in pieces:
        start = 0
        for at in range(2, len(piece) - 2):
            if piece[at] == '-' and (piece[at - 2 : at] + piece[at + 1 : at + 3]).isalpha():
                parts.append(piece[start : at + 1])
                start = at + 1
        parts.append(piece[start:])
    return parts


def fill(text, width=70, **options):
    return '\n'.join(wrap(text, width, **options))


def shorten(text, width, **options):
    return fill(' '.join(text.split()), width, max_lines=1, **options)
