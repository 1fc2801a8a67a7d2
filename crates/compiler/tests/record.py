"""Records what CPython 3.13 compiles the programs in `dis` to.

    python3.13 tests/record.py

Beside `x.py` it writes `x.dis`, the output of `dis.dis` without the addresses of code objects and without
the numbers behind `RESUME` and without `EXTENDED_ARG`, and for each code object, in the same order, its name and flags, its
variables, the depth of its stack and the columns of its instructions: `x.codes`.

`errors.txt` has sources that are no programs; behind each it writes what CPython says about it.
"""

import dis
import io
import pathlib
import re
import subprocess
import sys
import tempfile
import warnings

HERE = pathlib.Path(__file__).parent
# RETURN_GENERATOR and what comes behind it have a line and no columns; they get the line's beginning.
WITHOUT_COLUMNS = (0, 0)


def codes(code):
    yield code
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            yield from codes(constant)


def place(instruction):
    at = instruction.positions
    if at.lineno is None:
        return "-"
    # The module begins at line 0.
    line, end = max(at.lineno, 1), max(at.end_lineno, 1)
    first, last = WITHOUT_COLUMNS if at.col_offset is None else (at.col_offset, at.end_col_offset)
    return f"{line}:{first}-{end}:{last}"


def summary(code):
    yield f"{code.co_qualname} {code.co_flags & ~0x1000000:#x}"
    counts = code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount
    yield f"  parameters {counts} stack {code.co_stacksize} line {code.co_firstlineno}"
    yield f"  variables {code.co_varnames} cells {code.co_cellvars} free {code.co_freevars}"
    places = [place(i) for i in dis.get_instructions(code) if i.opname != "EXTENDED_ARG"]
    yield f"  {' '.join(places)}"


def record(program):
    code = compile(program.read_text(), "main.py", "exec", dont_inherit=True)
    out = io.StringIO()
    dis.dis(code, file=out)
    text = re.sub(r" at 0x[0-9a-f]+", "", out.getvalue())
    text = re.sub(r"(?m)^ +EXTENDED_ARG.*\n", "", text)
    text = re.sub(r"(?m)^(.*RESUME +)\d+$", r"\g<1>0", text)
    program.with_suffix(".dis").write_text(text)
    lines = [line for code in codes(code) for line in summary(code)]
    program.with_suffix(".codes").write_text("\n".join(lines) + "\n")


def record_error(source):
    with tempfile.TemporaryDirectory() as folder:
        main = pathlib.Path(folder, "main.py")
        main.write_text(source)
        command = [sys.executable, "-W", "ignore", main]
        done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode, source
    return done.stderr.replace(str(main), "main.py")


def record_errors(file):
    blocks = re.split("(?m)^#### source\n", file.read_text())[1:]
    sources = [block.split("#### error\n")[0] for block in blocks]
    both = [f"#### source\n{source}#### error\n{record_error(source)}" for source in sources]
    file.write_text("".join(both))


warnings.simplefilter("ignore")
assert sys.version_info[:2] == (3, 13), "these are records of CPython 3.13"
for program in sorted((HERE / "dis").glob("*.py")):
    record(program)
record_errors(HERE / "errors.txt")
