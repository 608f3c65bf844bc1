"""The peer that the library's training of ProbeX is measured against: plain PyTorch, `torch.optim.Adam` as it comes.

    python bench/train_probex.py make FOLDER --models 8 --rows 64 --cols 96    # random models and labels
    python bench/train_probex.py ready FOLDER --epochs 3                       # trains

The network is the paper's: learned probes go through the matrix X, each response passes the projection and a ReLU,
all of them one linear layer, then the classification head. It starts from FOLDER/start.safetensors, which the
library's program writes. Five ways to come by a batch:

- `copied`: all models lie in memory as one tensor; every step copies its batch together, as a DataLoader's collating
  does. Counted are the steps without the first two;
- `ready`: the batch is all models, the same tensor in every step, and nothing is copied. Counted likewise;
- `file-per-sample`: as a Dataset of weight files that opens one for every sample: every step reads its batch's files
  with the package `safetensors` and copies them together. Counted is all from the first file on;
- `loader`: the same, by PyTorch's DataLoader with two processes that read ahead. Counted likewise;
- `read-once`: reads all files first, into one tensor; then as `copied`. Counted is all from the first file on.

The result goes to standard output as JSON, in steps per minute, with each step's loss.
"""

import argparse
import json
import time
from pathlib import Path

import torch
from networks import ProbeX
from peers import add_options, rate, version
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset

LAYER = "layer.weight"
WARM_UP = 2  # steps


def make(options: argparse.Namespace) -> None:
    """Random models of one ancestor, a layer each, and random labels."""
    generator = torch.Generator().manual_seed(options.seed)
    folder = options.folder / "models"
    folder.mkdir(parents=True)
    ancestor = 0.02 * torch.randn(options.rows, options.cols, generator=generator)
    for number in range(options.models):
        noise = 0.01 * torch.randn(options.rows, options.cols, generator=generator)
        save_file({LAYER: ancestor + noise}, folder / f"{number:05}.safetensors")
    labels = torch.randint(0, 2, (options.models, options.labels), generator=generator).float()
    save_file({"labels": labels}, options.folder / "labels.safetensors")


def read(file: Path) -> torch.Tensor:
    with safe_open(file, framework="pt") as opened:
        return opened.get_tensor(LAYER)


class Weights(Dataset):
    """A file for each model, opened whenever the model is asked for."""

    def __init__(self, files: list[Path], labels: torch.Tensor):
        self.files, self.labels = files, labels

    def __len__(self):
        return len(self.files)

    def __getitem__(self, number):
        return read(self.files[number]), self.labels[number]


def loaded(options: argparse.Namespace, weights: Weights):
    """The batches of all epochs, read ahead by two processes."""
    loader = DataLoader(weights, options.batch, shuffle=True, num_workers=2)
    for _ in range(options.epochs):
        yield from loader


def batches(options: argparse.Namespace, count: int):
    """The models of each step: every epoch has its own order."""
    generator = torch.Generator().manual_seed(options.seed)
    for _ in range(options.epochs):
        yield from torch.randperm(count, generator=generator).split(options.batch)


def train(options: argparse.Namespace) -> dict:
    torch.set_num_threads(options.threads)
    labels = load_file(options.folder / "labels.safetensors")["labels"]
    files = sorted((options.folder / "models").iterdir())
    model = ProbeX(load_file(options.folder / "start.safetensors"))
    optimizer = torch.optim.Adam(model.parameters(), lr=options.rate, weight_decay=options.decay)
    started = time.perf_counter()
    if options.way in ("copied", "ready", "read-once"):
        first = read(files[0])
        bank = torch.empty(len(files), *first.shape)
        for number, file in enumerate(files):
            bank[number] = read(file)
    ends, losses = [], []
    weights = Weights(files, labels)
    for batch in loaded(options, weights) if options.way == "loader" else batches(options, len(files)):
        if options.way == "loader":
            x, y = batch
        elif options.way == "ready":
            x, y = bank, labels
        elif options.way == "file-per-sample":
            x, y = torch.stack([read(files[number]) for number in batch]), labels[batch]
        else:
            x, y = bank[batch], labels[batch]
        loss = functional.binary_cross_entropy_with_logits(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(round(loss.item(), 4))
        ends.append(time.perf_counter())
    if options.way in ("copied", "ready"):
        return rate(len(ends) - WARM_UP, ends[-1] - ends[WARM_UP - 1]) | {"losses": losses}
    return rate(len(ends), ends[-1] - started) | {"losses": losses}


def main() -> None:
    parser = argparse.ArgumentParser(description="ProbeX in plain PyTorch.")
    parser.add_argument("way", choices=["make", "copied", "ready", "file-per-sample", "loader", "read-once"])
    parser.add_argument("folder", type=Path)
    numbers = {
        "models": 128,
        "rows": 768,
        "cols": 3072,
        "labels": 100,
        "epochs": 7,
        "batch": 128,
        "seed": 1,
        "threads": 2,
    }
    add_options(parser, numbers | {"rate": 1e-3, "decay": 1e-5})
    options = parser.parse_args()
    if options.way == "make":
        make(options)
    else:
        print(json.dumps({"peer": version(), options.way: train(options)}))


if __name__ == "__main__":
    main()
