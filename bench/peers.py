"""What the peers share that train models one at a time: arrangements on two cores, options from settings, and JSON."""

import argparse
import json
import queue
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial

import torch
from torch import multiprocessing

# trains `count` models with `threads` threads from a seed, after a warm-up and once `ready` says that all processes
# are, and returns the seconds
Grow = Callable[..., float]


def work(grow: Grow, count: int, seed: int, ready, results) -> None:
    results.put(grow(1, count, seed, ready))


def threads_one(grow: Grow, count: int) -> float:
    """One process of one thread."""
    return grow(1, count, 1)


def threads_two(grow: Grow, count: int) -> float:
    """One process of two threads."""
    return grow(2, count, 1)


def processes_two(grow: Grow, count: int) -> float:
    """Two processes of one thread; the slower one counts."""
    context = multiprocessing.get_context("spawn")
    ready, results = context.Barrier(2), context.Queue()
    shares = [(count + 1) // 2, count // 2]
    processes = [
        context.Process(target=work, args=(grow, share, 1 + number, ready, results))
        for number, share in enumerate(shares)
    ]
    for process in processes:
        process.start()
    seconds = max(next_of(results, processes) for _ in processes)
    for process in processes:
        process.join()
    return seconds


def next_of(results, processes) -> float:
    """The next result; where a process has failed, which the others would wait for, all end."""
    while True:
        try:
            return results.get(timeout=1)
        except queue.Empty:
            if any(process.exitcode for process in processes):
                for process in processes:
                    process.kill()
                raise SystemExit("expected both processes to end well, found one that failed") from None


ARRANGEMENTS = {"threads-one": threads_one, "threads-two": threads_two, "processes-two": processes_two}


def now() -> float:
    """The time in seconds, once a GPU has done all that it was told."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return time.perf_counter()


def rate(n: int, seconds: float) -> dict:
    return {"n": n, "seconds": round(seconds, 3), "per_minute": round(60 * n / seconds, 2)}


def version() -> str:
    return f"PyTorch {torch.__version__}"


def add_options(parser: argparse.ArgumentParser, usual: dict) -> None:
    """An option for each setting, of its default's type."""
    for name, default in usual.items():
        parser.add_argument(f"--{name}", type=type(default), default=default, help=f"default {default}")


def main(description: str, usual, grow_all: Callable[..., float]) -> None:
    """Runs `grow_all(settings, threads, count, seed, ready)` as asked; `usual` is a dataclass of settings."""
    parser = argparse.ArgumentParser(description=description)
    for name, run in ARRANGEMENTS.items():
        parser.add_argument(f"--{name}", action="store_true", help=f"{run.__doc__} Without any of these: all of them.")
    parser.add_argument("--count", type=int, default=8, help="of models in each arrangement; default 8")
    add_options(parser, asdict(usual))
    options = vars(parser.parse_args())
    chosen = [name for name in ARRANGEMENTS if options.pop(name.replace("-", "_"))]
    count = options.pop("count")
    settings = type(usual)(**options)
    if count < 2:
        parser.error(f"expected --count of 2 or more, one for each process, found {count}")
    result = {"peer": version(), "settings": asdict(settings)}
    for name in chosen or ARRANGEMENTS:
        result[name] = rate(count, ARRANGEMENTS[name](partial(grow_all, settings), count))
    print(json.dumps(result, indent=2))
