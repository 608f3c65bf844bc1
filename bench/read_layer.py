"""The peers that the library's reading of layers is measured against: NumPy's memmap and the package safetensors.

    python bench/read_layer.py make FOLDER --dtype bf16 --models 8         # random models, others in FOLDER/warm-up
    python bench/read_layer.py memmap FOLDER --repeats 3                   # reads

One layer of each file is read into one new array [models, rows, cols] in single precision, by one thread:

- `memmap`: the header with Python's own JSON, the numbers by `numpy.memmap`; NumPy has no bfloat16, whose bits are
  shifted instead;
- `numpy`: `safetensors.safe_open(file, "np")`, which has no bfloat16;
- `torch`: `safetensors.safe_open(file, "pt")`.

The result goes to standard output as JSON, in files per minute, with the processor's time.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from peers import rate, version
from safetensors import safe_open
from safetensors.torch import save_file

LAYERS = 4
LAYER = "blocks.2.q"
DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}
WARM_UP = 200  # files


def make(options: argparse.Namespace) -> None:
    """Models of four layers; the ones of the warm-up are as large."""
    torch.manual_seed(1)
    for folder, count in ((options.folder, options.models), (options.folder / "warm-up", min(options.models, 20))):
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(count):
            weights = {f"blocks.{k}.q.weight": 0.02 * torch.randn(options.rows, options.cols) for k in range(LAYERS)}
            stored = {name: weight.to(DTYPES[options.dtype]) for name, weight in weights.items()}
            save_file(stored, folder / f"{number:04}.safetensors")


def memmap(path: Path, target: np.ndarray) -> None:
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        info = json.loads(file.read(length))[f"{LAYER}.weight"]
    at, shape = 8 + length + info["data_offsets"][0], tuple(info["shape"])
    if info["dtype"] == "BF16":
        bits = np.memmap(path, np.uint16, "r", at, shape)
        np.left_shift(bits, 16, out=target.view(np.uint32), dtype=np.uint32)
    else:
        target[...] = np.memmap(path, {"F32": np.float32, "F16": np.float16}[info["dtype"]], "r", at, shape)


def numpy(path: Path, target: np.ndarray) -> None:
    with safe_open(path, "np") as file:
        target[...] = file.get_tensor(f"{LAYER}.weight")


def pytorch(path: Path, target: np.ndarray) -> None:
    with safe_open(path, "pt") as file:
        torch.from_numpy(target).copy_(file.get_tensor(f"{LAYER}.weight"))


WAYS = {"memmap": memmap, "numpy": numpy, "torch": pytorch}


def read(way: str, files: list[Path], repeats: int, shape: tuple[int, int]) -> None:
    for _ in range(repeats):
        bank = np.empty((len(files), *shape), np.float32)
        for number, file in enumerate(files):
            WAYS[way](file, bank[number])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=["make", *WAYS])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dtype", choices=DTYPES, default="fp32")
    parser.add_argument("--side", default="peer", help="what the result is called")
    for name, usual in (("models", 8), ("rows", 768), ("cols", 768), ("repeats", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual, help=f"default {usual}")
    options = parser.parse_args()
    if options.what == "make":
        make(options)
        return
    torch.set_num_threads(1)
    shape = options.rows, options.cols
    others = sorted((options.folder / "warm-up").glob("*.safetensors"))
    read(options.what, others, WARM_UP // len(others), shape)
    files = sorted(options.folder.glob("*.safetensors"))
    cpu, start = time.process_time(), time.perf_counter()
    read(options.what, files, options.repeats, shape)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    result = rate(options.repeats * len(files), seconds) | {"cpu_seconds": round(cpu, 4)}
    peer = f"{version()}, NumPy {np.__version__}"
    print(json.dumps({"peer": peer, options.side: result}))


if __name__ == "__main__":
    main()
