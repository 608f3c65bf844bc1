#!/usr/bin/env python3
"""Every number of two or more decimals in the README and the notebooks' texts is in a results file, or is a quote.

A notebook's numbers must be in its own results. A section of the README that names notebooks (`05-tree-experts`, or
"notebook 05") or benchmarks has its numbers from their results, any other section from all. Quotes of papers are listed
with their source in `.ci/quotes.txt`. Code, links and what is written between `<!--` and `-->` are no prose.
"""

import json
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from committed import FOLDERS, ROOT

QUOTES = ROOT / ".ci" / "quotes.txt"
NUMBER = re.compile(r"(?<![\w.,/:-])(\d*\.\d{2,})(?![\w.]*\d)(\s*%)?")
VERSIONS = r"\b(?:arXiv|Python|Java|JDK|Maven|PyTorch|DJL|JupyterLab)[ :]\d+(?:\.\d+)+"
NO_PROSE = re.compile(r"```.*?```|`[^`\n]*`|<!--.*?-->|\]\([^)]*\)|https?://\S+|" + VERSIONS, re.S)


def numbers(text: str) -> list[tuple[str, str]]:
    """Each number as it is written, and what it is as a decimal: a percentage is divided by 100."""
    prose = NO_PROSE.sub(" ", text)
    return [(match.group(1), match.group(2) or "") for match in NUMBER.finditer(prose)]


def values(content: object) -> Iterator[Decimal]:
    """All numbers that a results file holds."""
    if isinstance(content, dict):
        content = list(content.values())
    if isinstance(content, list):
        for part in content:
            yield from values(part)
    elif isinstance(content, (int, float)) and not isinstance(content, bool):
        yield Decimal(repr(content))


def stands(written: str, percent: str, known: set[Decimal]) -> bool:
    """Whether a value rounds to the number, to as many digits as it is written with."""
    digits = len(written.split(".")[1])
    half = Decimal(5).scaleb(-digits - 1)
    wanted = Decimal(written)
    scale = 100 if percent else 1
    return any(abs(abs(value) * scale - wanted) <= half + Decimal("1e-9") for value in known)


def sections(text: str) -> list[str]:
    """The parts of the README below each heading of the second level."""
    return re.split(r"(?m)^(?=## )", text)


def named(section: str, results: dict[str, Path]) -> list[str]:
    """The results that a section speaks of; all of them where it names none."""
    short = {f"notebook {name[:2]}" for name in results if name[:2].isdigit()}
    said = {word for word in short if word in section}
    found = [name for name in results if name in section or f"notebook {name[:2]}" in said]
    return found or list(results)


def quotes(text: str) -> dict[str, dict[str, str]]:
    """Of each file the numbers that it quotes, and whom."""
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            name, number, source = line.split(None, 2)
            found.setdefault(name, {})[number] = source
    return found


def missing(text: str, known: set[Decimal], quoted: dict[str, str]) -> list[str]:
    """The numbers of a text that stand nowhere."""
    return [
        written + percent
        for written, percent in numbers(text)
        if written not in quoted and not stands(written, percent, known)
    ]


def texts(root: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Each text with its file's name and the results that it may take numbers from."""
    results = {path.stem: path for folder in FOLDERS for path in sorted((root / folder).glob("*.json"))}
    for section in sections((root / "README.md").read_text(encoding="utf-8")):
        yield "README.md", section, named(section, results)
    for notebook in sorted((root / "notebooks").glob("*.ipynb")):
        if notebook.name.endswith(".failed.ipynb"):  # what a run that failed has left
            continue
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        yield f"notebooks/{notebook.name}", text, [notebook.stem] if notebook.stem in results else []


def main() -> int:
    files = {path.stem: path for folder in FOLDERS for path in (ROOT / folder).glob("*.json")}
    known = {name: set(values(json.loads(path.read_text(encoding="utf-8")))) for name, path in files.items()}
    quoted = quotes(QUOTES.read_text(encoding="utf-8"))
    lacking, everything = {}, {}
    for name, text, sources in texts(ROOT):
        everything[name] = everything.get(name, "") + text
        found = missing(text, set().union(*(known[source] for source in sources)), quoted.get(name, {}))
        lacking[name] = lacking.get(name, []) + found
    failed = 0
    for name, found in lacking.items():
        if found:
            print(f"{name}: in no results file: {', '.join(found)}")
            failed += 1
    for name, of in quoted.items():
        idle = set(of) - {written for written, _ in numbers(everything.get(name, ""))}
        if idle:
            print(f"{name}: {QUOTES.name} has quotes that it does not have: {', '.join(sorted(idle))}")
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
