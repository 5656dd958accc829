"""Holds the sizes of the house: files, functions, views, tests and templates.

`python tools/sizes.py` prints what is past its limit and ends with 1 if anything is.
A docstring does not count as part of its function. Migrations are not ours to shorten.
"""
# ruff: noqa: T201 -- a tool for the terminal

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LIMITS = {"archivo": 400, "función": 40, "vista": 30, "prueba": 30, "plantilla": 200}
ROOTS = ("convoca", "tests", "tools", "bench")
SKIPPED = {"migrations", "__pycache__", "node_modules"}


@dataclass(frozen=True)
class Size:
    """How many lines something has: `kind` is a key of LIMITS, `place` is path or path:line."""

    kind: str
    place: str
    name: str
    lines: int

    @property
    def is_over(self) -> bool:
        return self.lines > LIMITS[self.kind]


def measure_python(path: Path, text: str) -> Iterator[Size]:
    """Measure a Python file and every function in it."""
    yield Size("archivo", str(path), "", len(text.splitlines()))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Size(kind_of(path, node.name), f"{path}:{node.lineno}", node.name, length(node))


def kind_of(path: Path, name: str) -> str:
    """Tell what a function is by where it stands and how it is called."""
    if name.startswith("test_") and "tests" in path.parts:
        return "prueba"
    is_view = path.parts[0] == "convoca" and (path.stem == "views" or "views" in path.parts)
    return "vista" if is_view else "función"


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines from its `def` to its end, without its docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node, clean=False) is None:
        return lines
    docstring = node.body[0]
    return lines - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)


def measure_all(top: Path) -> Iterator[Size]:
    """Measure everything that has a limit below `top`."""
    for root in ROOTS:
        for path in sorted((top / root).rglob("*")):
            inside = path.relative_to(top)
            if SKIPPED & set(inside.parts):
                continue
            if path.suffix == ".py":
                yield from measure_python(inside, path.read_text(encoding="utf-8"))
            elif path.suffix in {".html", ".txt"} and "templates" in inside.parts:
                lines = len(path.read_text(encoding="utf-8").splitlines())
                yield Size("plantilla", str(inside), "", lines)


def main() -> int:
    """Print what is past its limit, the worst first."""
    sizes = list(measure_all(Path(__file__).resolve().parent.parent))
    over = [size for size in sizes if size.is_over]
    for size in sorted(over, key=lambda size: size.lines / LIMITS[size.kind], reverse=True):
        limit = LIMITS[size.kind]
        print(f"{size.place}: {size.kind} {size.name} de {size.lines} líneas; el límite es {limit}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
