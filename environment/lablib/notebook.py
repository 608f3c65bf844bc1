"""Runs one notebook on the Model Jungle kernel and keeps its outputs. Runs inside the private environment."""

import argparse
import asyncio
import logging
import os
import re
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

KERNEL = "modeljungle"


def run(source, target):
    """Returns 0 when every cell ran; otherwise keeps the outputs so far in a side file and returns 1."""
    notebook = nbformat.read(source, as_version=4)
    notebook.metadata["kernelspec"] = {"name": KERNEL, "display_name": "Model Jungle (Java)", "language": "java"}
    cells = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    os.environ["JPY_SESSION_NAME"] = str(source.resolve())  # as Jupyter's server tells a kernel which notebook it runs
    started, now = {}, {"cell": None}

    def on_start(cell, cell_index):
        now["cell"] = cell_index
        started[cell_index] = time.monotonic()

    def on_done(cell, cell_index, execute_reply):
        print(
            f"  cell {cells.index(cell_index) + 1} of {len(cells)}: {time.monotonic() - started[cell_index]:.1f} s",
            flush=True,
        )

    client = NotebookClient(
        notebook,
        timeout=None,
        startup_timeout=180,
        kernel_name=KERNEL,
        resources={"metadata": {"path": str(source.parent)}},
        record_timing=False,
        on_cell_execute=on_start,
        on_cell_executed=on_done,
    )
    print(f"running {source}", flush=True)
    try:
        client.execute()
    except (Exception, KeyboardInterrupt, asyncio.CancelledError) as error:
        return _failed(notebook, target, _place(cells, now), _why(client, error))
    write(notebook, target)
    print(f"wrote {target}", flush=True)
    return 0


def write(notebook, target):
    """Writes beside the target, then renames: the target is always whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + ".new")
    nbformat.write(notebook, fresh)
    os.replace(fresh, target)


def side_file(target):
    """Where the outputs of a run that failed are kept: x.ipynb has x.failed.ipynb."""
    return target.with_name(target.stem + ".failed.ipynb")


def _place(cells, now):
    return f"cell {cells.index(now['cell']) + 1} of {len(cells)}" if now["cell"] in cells else "starting the kernel"


def _why(client, error):
    """What ended a run; one that a signal ends may end by any error, a cell's among them."""
    logging.getLogger("asyncio").disabled = True  # what nbclient left undone when it ended is no news
    told = hasattr(client, "_async_cleanup_kernel_future")  # set where nbclient takes a signal, and only there
    if told or isinstance(error, (KeyboardInterrupt, asyncio.CancelledError)):
        return "stopped"
    if isinstance(error, CellExecutionError):
        return f"{error.ename}: {error.evalue}\n{error}"
    if isinstance(error, DeadKernelError):
        return f"the kernel died: {error}; a native crash and too little memory are the usual reasons"
    return f"{type(error).__name__}: {error}"


def _failed(notebook, target, place, error):
    write(notebook, side_file(target))
    text = error if sys.stderr.isatty() else re.sub(r"\x1b\[[0-9;]*m", "", error)
    print(
        f"FAILED in {place}:\n{text}\nthe outputs so far are in {side_file(target)}; {target} is as it was",
        file=sys.stderr,
        flush=True,
    )
    return 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--output", type=Path)
    chosen = parser.parse_args()
    if not chosen.notebook.is_file():
        sys.exit(f"expected a notebook, found no file {chosen.notebook}")
    side_file(chosen.output or chosen.notebook).unlink(missing_ok=True)
    sys.exit(run(chosen.notebook.resolve(), (chosen.output or chosen.notebook).resolve()))


if __name__ == "__main__":
    main()
