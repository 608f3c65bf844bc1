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
from peers import add_options, rate, version
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional
from train_probex import WARM_UP, ProbeX


def standardised(y: torch.Tensor) -> torch.Tensor:
    """Over all of a model's responses."""
    return (y - y.mean((1, 2), keepdim=True)) / (y.std((1, 2), keepdim=True) + 1e-8)


class MvProbe(nn.Module):
    """Four views of a matrix: X U, X X' W, X' V and X' X Z, each standardised, projected and passed through a ReLU."""

    VIEWS = {"xu": "row", "xxtu": "row2", "xtu": "col", "xtxu": "col2"}

    def __init__(self, start: dict[str, torch.Tensor]):
        super().__init__()
        self.weights = nn.ParameterDict({name.replace(".", "_"): value for name, value in start.items()})

    def view(self, y: torch.Tensor, name: str) -> torch.Tensor:
        projection = self.weights[f"shared_probe_proj_{name}_weight"]  # [projections, rows or cols]
        return functional.relu(standardised(y).transpose(1, 2) @ projection.T).flatten(1)

    def forward(self, x):
        """[models, rows, cols] to logits [models, labels]."""
        t = x.transpose(1, 2)
        probes = {name: self.weights[f"probes_{name}_weight"] for name in self.VIEWS}
        responses = {
            "xu": x @ probes["xu"],
            "xxtu": x @ (t @ probes["xxtu"]),
            "xtu": t @ probes["xtu"],
            "xtxu": t @ (x @ probes["xtxu"]),
        }
        views = torch.cat([self.view(responses[name], of) for name, of in self.VIEWS.items()], 1)
        encoder, head = "concat_all4_encoder", "classification_head"
        e = functional.linear(views, self.weights[f"{encoder}_weight"], self.weights[f"{encoder}_bias"])
        return functional.linear(e, self.weights[f"{head}_weight"], self.weights[f"{head}_bias"])


NETWORKS = {"probex": ProbeX, "mvprobe": MvProbe}


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
