"""The peer that training on LoRAs is measured against: plain PyTorch, every batch's factors multiplied out.

    python bench/train_on_loras.py make FOLDER --models 8 --rows 64 --cols 96 --rank 4      # random LoRAs and labels
    python bench/train_on_loras.py mvprobe FOLDER --epochs 3                                # trains

`probex` and `mvprobe` are the papers' networks. As in the public code they read a LoRA as the matrix X = B A: here
each step multiplies its batch's factors, all at once. They start from FOLDER/start.safetensors, which the library's
program writes. Counted are the steps without the first two; the result goes to standard output as JSON, in steps per
minute, with each step's loss and the most memory that the process held.
"""

import argparse
import json
import resource
import time
from pathlib import Path

import torch
from networks import NETWORKS
from peers import add_options, rate, version
from safetensors.torch import load_file, save_file
from torch.nn import functional
from train_probex import WARM_UP


def make(options: argparse.Namespace) -> None:
    """Random factors and labels."""
    generator = torch.Generator().manual_seed(options.seed)
    shapes = {"up": (options.rows, options.rank), "down": (options.rank, options.cols)}
    tensors = {name: 0.05 * torch.randn(options.models, *of, generator=generator) for name, of in shapes.items()}
    tensors["labels"] = torch.randint(0, 2, (options.models, options.labels), generator=generator).float()
    save_file(tensors, options.folder / "models.safetensors")


def train(options: argparse.Namespace) -> dict:
    torch.set_num_threads(options.threads)
    models = load_file(options.folder / "models.safetensors")
    network = NETWORKS[options.way](load_file(options.folder / "start.safetensors"))
    optimizer = torch.optim.Adam(network.parameters(), lr=options.rate, weight_decay=options.decay)
    ends, losses = [], []
    for _ in range(options.epochs):
        x = models["up"] @ models["down"]
        loss = functional.binary_cross_entropy_with_logits(network(x), models["labels"])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(round(loss.item(), 4))
        ends.append(time.perf_counter())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024e-9
    measured = rate(len(ends) - WARM_UP, ends[-1] - ends[WARM_UP - 1])
    return measured | {"losses": losses, "peak_gigabytes": peak}


def main() -> None:
    parser = argparse.ArgumentParser(description="ProbeX and MVProbe on LoRAs in plain PyTorch.")
    parser.add_argument("way", choices=["make", *NETWORKS])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--side", default="peer", help="what the result is called")
    sizes = {"models": 128, "rows": 1280, "cols": 1280, "rank": 4, "labels": 100}
    numbers = sizes | {"epochs": 8, "seed": 1, "threads": 2}
    add_options(parser, numbers | {"rate": 1e-3, "decay": 1e-5})
    options = parser.parse_args()
    if options.way == "make":
        make(options)
    else:
        print(json.dumps({"peer": version(), options.side: train(options)}))


if __name__ == "__main__":
    main()
