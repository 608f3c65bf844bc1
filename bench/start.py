"""How long a kernel takes to start: until the first cell is answered, and how long a trivial cell takes then.

    .lab/venv/bin/python bench/start.py            # 20 starts, writes bench/results/start.json
    .lab/venv/bin/python bench/start.py --quick    # does it run? 2 starts, writes target/start-quick.json

Run it with the Python that `environment/lab` sets up, on a machine that does nothing else. Java is as the user has it:
no options but those of the kernel's own.
"""

import argparse
import os
import statistics
import time

from inkernel import ROOT, Kernel, metric, record
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager
from standalone import write_results

CELL = "1 + 1"
PATIENCE = 120  # seconds
OPTIONS = {"JDK_JAVA_OPTIONS": ""}


def run(client: BlockingKernelClient) -> None:
    """Runs a trivial cell; sent before the kernel listens, it waits for it."""
    sent = client.execute(CELL, allow_stdin=False)
    while (reply := client.get_shell_msg(timeout=PATIENCE))["parent_header"].get("msg_id") != sent:
        pass
    if reply["content"]["status"] != "ok":
        raise SystemExit(f"expected a cell that goes through, found {reply['content']}")


def measure() -> tuple[float, float]:
    """Seconds from one start to the first result, and those of the next cell."""
    manager = KernelManager(kernel_name="modeljungle")
    started = time.monotonic()
    manager.start_kernel(cwd=str(ROOT), env=os.environ | OPTIONS)
    client = manager.client()
    try:
        client.start_channels()
        run(client)
        first = time.monotonic()
        run(client)
        return first - started, time.monotonic() - first
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="2 starts; writes into target")
    options = parser.parse_args()
    starts = 2 if options.quick else 20
    load = round(os.getloadavg()[0], 2)
    measured = [measure() for _ in range(starts)]
    kernel = Kernel("modeljungle", **OPTIONS)
    try:
        run_record = record(kernel, "start", 0, starts=starts, load_before=load)
    finally:
        kernel.stop()
    metrics = []
    for name, seconds in zip(("first-result", "trivial-cell"), map(list, zip(*measured, strict=True)), strict=True):
        metrics.append(metric(f"start/{name}/median", statistics.median(seconds), seconds))
        metrics.append(metric(f"start/{name}/worst", max(seconds), seconds))
    write_results("start", options.quick, run_record, metrics)


if __name__ == "__main__":
    main()
