"""Every benchmark's declaration: what it counts, its sizes (usual, quick, meaning), and its sides."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sidebyside import (
    ARRANGEMENTS,
    ONE_AT_A_TIME,
    ROOT,
    TWO_CORES,
    Benchmark,
    Side,
    arrangements,
    cpu_features,
    library,
    python,
)

Numbers = dict[str, tuple[int | None, int | None, str]]


@dataclass(frozen=True)
class Declared:
    """`benchmark` is told the name, the options and a folder that is deleted in the end."""

    description: str
    numbers: Numbers
    benchmark: Callable[[str, argparse.Namespace, Path], Benchmark]


def children(family: str) -> Declared:
    """Children fine-tuned in stacks, and one at a time."""
    numbers = {
        "children": (32, 16, "the library's in each round, 8 to a stack"),
        "peer_children": (12, 2, "each arrangement's in each round"),
        "steps": (140, 20, "of each child; the standard recipe's mean"),
    }

    def benchmark(name: str, options: argparse.Namespace, folder: Path) -> Benchmark:
        own = library(options, name, "stacked", family=family, count=options.children, steps=options.steps)
        peers = arrangements("grow_classifiers.py", TWO_CORES, options.peer_children, {"stack"})
        return Benchmark(name, "children", [own], peers)

    return Declared(f"children of {family} grown per minute", numbers, benchmark)


def loras() -> Declared:
    """LoRAs trained in stacks, and one at a time."""
    numbers = {
        "loras": (40, 20, "the library's in each round, 10 to a stack"),
        "peer_loras": (12, 2, "each arrangement's in each round"),
        "steps": (None, 20, "of each LoRA; default: the recipe's"),
    }

    def benchmark(name: str, options: argparse.Namespace, folder: Path) -> Benchmark:
        wished = {"steps": options.steps} if options.steps else {}
        own = library(options, name, "stacked", count=options.loras, **wished)
        peers = arrangements("grow_lora.py", TWO_CORES, options.peer_loras, {"stack"})
        return Benchmark(name, "LoRAs", [own], peers)

    return Declared("LoRAs grown per minute", numbers, benchmark)


def zoo(kind: str, networks: tuple[int, int], peer_networks: tuple[int, int], steps: tuple[int, int]) -> Declared:
    """Networks of a zoo in stacks, and one at a time; the second ratio is against one at a time alone."""
    numbers = {
        "networks": (*networks, "the library's in each round"),
        "peer_networks": (*peer_networks, "each arrangement's in each round"),
        "steps": (*steps, "of each network"),
    }

    def benchmark(name: str, options: argparse.Namespace, folder: Path) -> Benchmark:
        own = library(options, name, "stacked", kind=kind, count=options.networks, steps=options.steps)
        peers = arrangements("grow_zoo.py", ARRANGEMENTS, options.peer_networks, set())
        ratios = {"ratio": list(ARRANGEMENTS), "ratio-one-at-a-time": ONE_AT_A_TIME}
        return Benchmark(name, "networks", [own], peers, ratios)

    return Declared(f"networks of a zoo ({kind}) grown per minute", numbers, benchmark)


def probegen(kind: str, steps: tuple[int, int], peer_steps: tuple[int, int]) -> Declared:
    """PyTorch needs fewer steps to be steady: nothing is compiled while it runs."""
    numbers = {"steps": (*steps, "of the library's training"), "peer_steps": (*peer_steps, "of PyTorch's")}

    def benchmark(name: str, options: argparse.Namespace, folder: Path) -> Benchmark:
        own = library(options, name, "stacked", kind=kind, steps=options.steps)

        def peer(way: str, threads: int) -> Side:
            def command(settings: dict) -> list[str]:
                same = settings | {"steps": options.peer_steps}
                return python("train_probegen.py", f"--threads={threads}", *[f"--{k}={v}" for k, v in same.items()])

            return Side(way, f"one network at a time, {threads} thread{'s' * (threads - 1)}", command, threads)

        return Benchmark(name, "steps", [own], [peer("threads-one", 1), peer("threads-two", 2)])

    return Declared(f"training steps of ProbeGen ({kind}) per minute", numbers, benchmark)


MEANINGS = {
    "models": "weight files",
    "epochs": "how often each model is seen",
    "rows": "of each matrix",
    "cols": "of each matrix",
    "batch": "models per step",
}
TOLERANCE = {"fp32": 2e-3, "bf16": 2e-2}  # between losses of about .7


def precisions() -> list[str]:
    """With AVX2 alone PyTorch computes bfloat16 number by number, and slowly: it is left out."""
    features = cpu_features().split()
    return [precision for precision in TOLERANCE if precision == "fp32" or features != ["avx2"]]


def same_losses(results: dict[str, dict]) -> None:
    """Both sides see all models in every step, so that each step's loss has to be the same."""
    expected = results["copied"]["losses"]
    for precision in precisions():
        tolerance = TOLERANCE[precision]
        found = results[precision]["losses"]
        if max(abs(one - other) for one, other in zip(found, expected, strict=True)) > tolerance:
            sys.exit(f"{precision}: expected losses within {tolerance} of {expected}, found {found}")


def near_losses(results: dict[str, dict]) -> None:
    """Each side has an order of its own: the mean of the last five steps has to be near the peers'."""
    means = {name: sum(result["losses"][-5:]) / len(result["losses"][-5:]) for name, result in results.items()}
    if max(means.values()) > 1.1 * min(means.values()):
        sys.exit(f"expected losses within a tenth of each other after the last epoch, found {means}")


def probex(measured: str, sizes: dict[str, tuple[int, int]], ways: dict[str, str], ratios: dict) -> Declared:
    """Both sides start from the same parameters and read the same random models, written first."""
    sizes = {"rows": (768, 96), "cols": (3072, 2048), "batch": (128, 8)} | sizes
    step = measured == "step"

    def benchmark(name: str, options: argparse.Namespace, folder: Path) -> Benchmark:
        if step and options.models != options.batch:
            sys.exit(f"{name}: expected --models and --batch alike, found {options.models} and {options.batch}")
        made = [f"--{key}={getattr(options, key)}" for key in ("models", "rows", "cols")]
        subprocess.run(python("train_probex.py", "make", str(folder), *made), cwd=ROOT, check=True)
        told = {"folder": folder, "epochs": options.epochs, "batch": options.batch, "measured": measured}
        own = [library(options, name, precision, heap="6g", precision=precision, **told) for precision in precisions()]

        def command(way: str, settings: dict) -> list[str]:
            same = [f"--{key}={settings[key]}" for key in ("epochs", "batch", "rate", "decay")]
            return python("train_probex.py", way, str(folder), *same)

        peers = [Side(way, called, partial(command, way), threads=2) for way, called in ways.items()]
        checks = {"step": {"check": same_losses}, "from-bank": {"check": near_losses}}
        check = checks.get(measured, {})
        return Benchmark(name, "steps", own, peers, ratios, **check)

    numbers = {key: (*values, MEANINGS[key]) for key, values in sizes.items()}
    return Declared(f"training steps of ProbeX per minute, {measured}", numbers, benchmark)


NETWORKS = {"probex": "ProbeX", "mvprobe": "MVProbe"}
RANKS = (4, 16)


def loras_read() -> Declared:
    """Each network on LoRAs of two ranks; the peer multiplies every batch's factors out, as the public code reads."""
    numbers = {
        "models": (128, 4, "LoRAs, all in every step"),
        "rows": (1280, 64, "of each matrix"),
        "cols": (1280, 48, "of each matrix"),
        "epochs": (8, 4, "steps, the first two of them a warm-up"),
    }

    def benchmark(name: str, options: argparse.Namespace, folder: Path) -> Benchmark:
        own, peers = [], []
        for network, called in NETWORKS.items():
            for rank in RANKS:
                side = f"{network}-rank-{rank}"
                there = folder / side
                there.mkdir()
                made = [f"--{key}={getattr(options, key)}" for key in ("models", "rows", "cols")] + [f"--rank={rank}"]
                subprocess.run(python("train_on_loras.py", "make", str(there), *made), cwd=ROOT, check=True)
                told = {"folder": there, "epochs": options.epochs, "network": network, "side": side}
                read = library(options, name, side, heap="2g", **told)
                other = f"{side}-multiplied-out"
                own.append(Side(side, read.called, read.command, threads=1, against=(other,)))

                def command(settings: dict, network=network, there=there, other=other) -> list[str]:
                    same = [f"--{key}={settings[key]}" for key in ("epochs", "rate", "decay")]
                    return python("train_on_loras.py", network, str(there), f"--side={other}", *same)

                peers.append(Side(other, f"{called}, the factors multiplied out", command, threads=2))
        return Benchmark(name, "steps", own, peers, check=same_losses_of_loras)

    return Declared("training steps on LoRAs per minute, factored against multiplied out", numbers, benchmark)


def same_losses_of_loras(results: dict[str, dict]) -> None:
    """Both sides see all models in every step, so that each step's loss has to be the same."""
    for name, result in results.items():
        other = results.get(f"{name}-multiplied-out")
        if other and max(abs(one - two) for one, two in zip(result["losses"], other["losses"], strict=True)) > 2e-3:
            sys.exit(f"{name}: expected losses within 0.002 of {other['losses']}, found {result['losses']}")


def trees() -> Declared:
    """The library alone: nothing else does the same."""
    numbers = {"models": (10_000, 200, "how many are clustered")}

    def benchmark(name: str, options: argparse.Namespace, folder: Path) -> Benchmark:
        return Benchmark(name, "models", [library(options, name, "library", heap="2g", models=options.models)], [])

    return Declared("models whose trees are found per minute, the library alone, part by part", numbers, benchmark)


DTYPES = ("fp32", "fp16", "bf16")
LAYER = "blocks.2.q"
SIZES = {"rows": (768, 96, "of each matrix"), "cols": (768, 96, "of each matrix")}


def make_layers(folder: Path, dtype: str, options: argparse.Namespace) -> None:
    """Files of random models, written through to the disk, so that the system can forget them."""
    made = [f"--{key}={getattr(options, key)}" for key in ("models", "rows", "cols")]
    subprocess.run(python("read_layer.py", "make", str(folder), f"--dtype={dtype}", *made), cwd=ROOT, check=True)
    for file in folder.glob("*.safetensors"):
        with open(file, "rb") as opened:
            os.fsync(opened.fileno())


def touch(folder: Path, cold: bool) -> None:
    """Takes the files out of the system's memory, or into it."""
    for file in folder.glob("*.safetensors"):
        with open(file, "rb") as opened:
            if cold:
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            else:
                opened.read()


def reading() -> Declared:
    """One layer of each of many files into one array, the files in the system's memory or on the disk alone."""
    numbers = {
        "models": (200, 4, "files of each type, of four layers each"),
        "repeats": (40, 2, "how often files that are in memory are read in a round"),
        "warm_up": (8000, 40, "files that the library reads first"),
    }

    def benchmark(name: str, options: argparse.Namespace, folder: Path) -> Benchmark:
        own, peers = [], []
        for dtype in DTYPES:
            make_layers(folder / dtype, dtype, options)
            for state in ("warm", "cold"):
                ways = [way for way in ("memmap", "numpy", "torch") if (way, dtype) != ("numpy", "bf16")]
                against = tuple(f"{dtype}-{state}-{way}" for way in ways)
                repeats = options.repeats if state == "warm" else 1
                sizes = {"rows": options.rows, "cols": options.cols, "repeats": repeats}
                told = {"folder": folder / dtype, "layer": LAYER, "repeats": repeats, "warm_up": options.warm_up}
                side = f"{dtype}-{state}"
                read = library(options, name, side, heap="4g", touched=True, side=side, **told)
                own.append(Side(side, read.called, fresh(folder / dtype, state, read.command), against=against))
                for way, full in zip(ways, against):
                    asked = [f"--{key}={value}" for key, value in sizes.items()] + [f"--side={full}"]
                    command = python("read_layer.py", way, str(folder / dtype), *asked)
                    given = fresh(folder / dtype, state, lambda settings, command=command: command)
                    peers.append(Side(full, f"{CALLED[way]}, {dtype}, {state}", given))
        return Benchmark(name, "files", own, peers)

    return Declared("files per minute of which one layer is read, wall and processor", numbers | SIZES, benchmark)


ALONE = ("",)  # no peer does the same
CALLED = {"memmap": "numpy.memmap", "numpy": "safetensors to NumPy", "torch": "safetensors to PyTorch"}


def fresh(folder: Path, state: str, command: Callable) -> Callable:
    """The same command, after the files were taken out of memory, or into it."""

    def of(settings: dict) -> list[str]:
        touch(folder, cold=state == "cold")
        return command(settings)

    return of


def bank() -> Declared:
    """A bank on disk is built of a file for each model, and gone through; the peer goes through an array."""
    numbers = {
        "models": (1000, 8, "files of four layers each, of which one goes into the bank"),
        "repeats": (5, 2, "how often all models are gone through in a round"),
    }

    def benchmark(name: str, options: argparse.Namespace, folder: Path) -> Benchmark:
        make_layers(folder, "fp32", options)

        def side(what: str, dtype: str, full: str, heap: str, against: tuple[str, ...]) -> Side:
            told = {"what": what, "dtype": dtype, "folder": folder, "layer": LAYER, "repeats": options.repeats}
            made = library(options, name, full, heap=heap, side=full, **told)
            return Side(full, "a copy out of an array", made.command, threads=2, against=against)

        types = {"fp32": "F32", "fp16": "F16", "bf16": "BF16"}
        own = [side("build", of, f"build-{dtype}", "1g", ALONE) for dtype, of in types.items()]
        own += [side("scan", of, f"scan-{dtype}", "1g", ("memory",)) for dtype, of in types.items()]
        return Benchmark(name, "models", own, [side("memory", "F32", "memory", "6g", ())])

    return Declared("models per minute that go into a bank on disk, or are read out of it", numbers | SIZES, benchmark)


ALL = {
    "probex-step": probex(
        "step",
        {"models": (128, 8), "epochs": (7, 4)},
        {"copied": "each batch copied together", "ready": "a batch that lies ready, nothing copied"},
        {"ratio": ["copied"], "ratio-batch-ready": ["ready"]},
    ),
    "probex-end-to-end": probex(
        "end-to-end",
        {"models": (128, 16), "epochs": (10, 2)},
        {"file-per-sample": "a file read for every sample of every step", "read-once": "all files read first"},
        {"ratio": ["file-per-sample"], "ratio-read-once": ["read-once"]},
    ),
    "probex-from-bank": probex(
        "from-bank",
        {"models": (700, 16), "cols": (768, 96), "epochs": (10, 2)},
        {
            "file-per-sample": "a file read for every sample of every step",
            "loader": "the same by two processes that read ahead",
        },
        {"ratio": ["file-per-sample", "loader"]},
    ),
    "lora-step": loras_read(),
    "grow-lora": loras(),
    "grow-vit": children("supvit"),
    "grow-resnet": children("resnet"),
    "probegen-siren": probegen("siren", (3000, 40), (400, 40)),
    "probegen-cnn": probegen("cnn", (240, 10), (120, 10)),
    "grow-siren": zoo("siren", (200, 100), (24, 2), (500, 20)),
    "grow-cnn": zoo("cnn", (80, 40), (12, 2), (300, 10)),
    "finding-trees": trees(),
    "read-layer": reading(),
    "bank-on-disk": bank(),
}
