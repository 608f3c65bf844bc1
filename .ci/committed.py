"""What a committed results file must say of itself: see `faults`. Python's standard library alone."""

import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("notebooks/results", "bench/results")
CODE = "notebook-code"  # the run's input that is its notebook's code


def notebook_code(notebook: Path) -> str:
    """The SHA-256 of all code cells in order: of each its text in UTF-8 and a zero byte. As Java's NotebookCode."""
    digest = hashlib.sha256()
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            digest.update("".join(cell["source"]).encode() + b"\0")
    return digest.hexdigest()


def faults(results: dict, notebook: Path | None) -> list[str]:
    """What is wrong with a results file; `notebook` is the one that it stands for, None for a benchmark's."""
    run, found = results["run"], []
    commit = run.get("commit", "unknown")
    if commit.endswith("-dirty") or commit == "unknown":
        found.append(f"expected a run of a clean commit, found {commit}")
    for trained in run.get("trainedAt", []):
        if trained.endswith("-dirty") or trained == "unknown":
            found.append(f"expected what was trained at clean commits, found {trained}")
    if not run.get("machine", {}).get("cpu"):
        found.append("expected the processor's name, found none")
    for metric in results["metrics"]:
        fault = unfinished(metric) if notebook else unrepeated(metric)
        if fault:
            found.append(f"{metric['name']}: {fault}")
    if notebook:
        profile = run["settings"].get("profile", "none")
        if profile != "standard":
            found.append(f"expected the profile standard, found {profile}")
        ran = run.get("inputs", {}).get(CODE, "none")
        if ran != notebook_code(notebook):
            found.append(f"expected the code of {notebook.name} as it is, {notebook_code(notebook)}, found {ran}")
    return found


def unfinished(metric: dict) -> str | None:
    """What a notebook's number lacks: a quality has n, chance, and a spread or a reason for having none."""
    if metric.get("kind") not in ("quality", "count", "cost"):
        return f"expected it to be a quality, a count or a cost, found {metric.get('kind')}"
    if metric["kind"] != "quality":
        return None
    lacks = [key for key in ("n", "chance") if metric.get(key) is None]
    if metric.get("std") is None and not (metric.get("seeds") == 1 and str(metric.get("why") or "").strip()):
        lacks.append("a spread over repeats, or seeds of 1 and why")
    return f"expected {', '.join(lacks)}; found none" if lacks else None


def unrepeated(metric: dict) -> str | None:
    """What a benchmark's number lacks: rounds, the lowest and the highest, or a reason why once is enough."""
    lacks = [key for key in ("n", "min", "max") if metric.get(key) is None]
    once = metric.get("rounds") == 1 and str(metric.get("why") or "").strip()
    if metric.get("rounds", 0) < 3 and not once:
        lacks.append("three rounds or more")
    return f"expected {', '.join(lacks)}; found less" if lacks else None


def all_faults(root: Path) -> list[str]:
    """The faults of all results files."""
    found, files = [], {}
    for folder in FOLDERS:
        files |= {path.relative_to(root).as_posix(): path for path in sorted((root / folder).glob("*.json"))}
    for name, path in files.items():
        results = json.loads(path.read_text(encoding="utf-8"))
        notebook = root / "notebooks" / f"{path.stem}.ipynb" if name.startswith("notebooks/") else None
        if notebook and not notebook.is_file():
            found.append(f"{name}: expected a notebook that it stands for, found no {notebook.name}")
        else:
            found += [f"{name}: {fault}" for fault in faults(results, notebook)]
    return found
