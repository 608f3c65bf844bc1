"""What became of the papers' results: REPRODUCTION.md, made from results files, and what a run anew has changed.

`notebooks/reproduction.json` says what each paper reports and which metric stands for it here.
"""

import argparse
import json
import sys
from pathlib import Path

PAGE = "REPRODUCTION.md"
SOURCE = Path("notebooks") / "reproduction.json"
RESULTS = Path("notebooks") / "results"
HEAD = """# What the papers report, and what is found here

`environment/lab --reproduction` makes this page from the notebooks' results files, so no number of ours is typed by
hand. `environment/lab --reproduce` runs the notebooks again in the `standard` profile and reports what has changed.
"""


class Kept:
    """The results file of a notebook, as it was before a run: it is put back where the run fails or is stopped."""

    def __init__(self, notebook):
        self.file = Path(notebook).resolve().parent / RESULTS.name / f"{Path(notebook).stem}.json"
        self.before = self.file.read_bytes() if self.file.is_file() else None
        self.whole = False

    def __enter__(self):
        return self

    def keep(self):
        """The run was whole: what it wrote stays."""
        self.whole = True

    def __exit__(self, *problem):
        if self.whole:
            return
        if self.before is None:
            self.file.unlink(missing_ok=True)
        else:
            self.file.write_bytes(self.before)


def metrics(file):
    """A results file's metrics by name."""
    return {metric["name"]: metric for metric in json.loads(file.read_text(encoding="utf-8"))["metrics"]}


def page(root):
    """REPRODUCTION.md as the results files have it."""
    source = json.loads((root / SOURCE).read_text(encoding="utf-8"))
    lines = [HEAD]
    for paper in source["papers"]:
        lines += [f"## [{paper['title']}]({paper['link']})", "", paper["world"], ""]
        for part in paper["parts"]:
            lines += _part(root, part)
        lines += ["### Not reproduced", ""] + [f"- {what}" for what in paper["missing"]] + [""]
    lines += ["## Marks", ""] + [f"- {note}" for note in source["notes"]]
    lines += ["- here: the mean, ± the standard deviation if there are several repeats, and their number."]
    return "\n".join(lines) + "\n"


def commit(full):
    """Its short name, and whether there were changes."""
    return f"`{full[:7]}{'-dirty' if full.endswith('-dirty') else ''}`"


def _part(root, part):
    file = RESULTS / f"{part['notebook']}.json"
    known = metrics(root / file)
    run = json.loads((root / file).read_text(encoding="utf-8"))["run"]
    lines = [f"### {part['what']}", "", "| | paper | here | chance |", "|---|---|---|---|"]
    for row in part["rows"]:
        for name in (row["metric"], row.get("over", row["metric"])):
            if name not in known:
                raise SystemExit(f"{SOURCE}, '{row['name']}': expected a metric of {file}, found no '{name}' in it")
        chance = _chance(known[row["metric"]])
        lines.append(f"| {row['name']} | {row['paper'] or '-'} | {_here(known, row)} | {chance} |")
    notebook = f"[{part['notebook']}](notebooks/{part['notebook']}.ipynb)"
    made = f"Notebook {notebook}, run on {run['started'][:10]}, commit {commit(run['commit'])}."
    return lines + ["", f"{part['differs']}  ", made, ""]


def _here(known, row):
    metric = known[row["metric"]]
    if "over" in row:
        return f"{metric['value'] / known[row['over']]['value']:.0f}"
    seeds = metric.get("seeds", 1)
    spread = f" ± {metric['std']:.3f}, {seeds} repeats" if metric.get("std") is not None and seeds > 1 else ""
    return f"{metric['value']:.3f}{spread}"


def _chance(metric):
    return f"{metric['chance']:.3f}" if metric.get("chance") is not None else "-"


def write(root):
    """Writes REPRODUCTION.md where it is not as the results files have it; says whether it was."""
    text, file = page(root), root / PAGE
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return False
    file.write_text(text, encoding="utf-8")
    return True


def changes(before, after):
    """A line for each metric that is new, gone, or another number than before; costs are no results."""
    lines = []
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name), after.get(name)
        if "cost" in {(old or new).get("kind"), (new or old).get("kind")}:
            continue
        if new is None or old is None:
            lines.append(f"{name}: {'new, ' + _number(new) if old is None else 'gone, was ' + _number(old)}")
        elif old["value"] != new["value"]:
            spread = max(old.get("std") or 0, new.get("std") or 0)
            within = abs(old["value"] - new["value"]) <= spread
            lines.append(
                f"{name}: {_number(old)} -> {_number(new)}" + (", within the spread of repeats" if within else "")
            )
    return lines


def _number(metric):
    spread = f" ± {metric['std']:.4f}" if metric.get("std") is not None else ""
    return f"{metric['value']:.4f}{spread}"


def main():
    parser = argparse.ArgumentParser(description=f"Makes {PAGE} from the results files.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where it is not up to date")
    chosen = parser.parse_args()
    root = Path(__file__).resolve().parents[2]
    if chosen.check:
        file = root / PAGE
        current = file.is_file() and file.read_text(encoding="utf-8") == page(root)
        wrong = f"{PAGE} is not as the results files have it; make it: environment/lab --reproduction"
        sys.exit(0 if current else wrong)
    print(f"{PAGE}: {'written' if write(root) else 'is up to date'}")


if __name__ == "__main__":
    main()
