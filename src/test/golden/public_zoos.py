"""Small files in the forms of public zoos, with the responses that PyTorch's networks give to them.

    bench/.venv/bin/python src/test/golden/public_zoos.py

Writes `src/test/resources/golden/small-cnn-zoo/`: three checkpoints of two networks as NumPy, CSV and gzipped CSV,
TensorFlow's order of dimensions, and `expected.safetensors`, the responses of the last checkpoints to some pictures;
`split.json`, what Python's generator makes of an order of 300 rows; and `src/test/resources/golden/inr-set/`: splits
and three networks.
"""

import csv
import gzip
import io
import json
import random
from pathlib import Path

import numpy
import torch
from golden import FOLDER
from safetensors.torch import save_file
from torch import nn

SHAPES = [(3, 3, 1, 16), (16,), (3, 3, 16, 16), (16,), (3, 3, 16, 16), (16,), (16, 10), (10,)]
NAMES = ["conv2d", "conv2d_1", "conv2d_2", "dense"]


def respond(row: numpy.ndarray, activation: str, images: torch.Tensor) -> torch.Tensor:
    parts, at = [], 0
    for shape in SHAPES:
        size = int(numpy.prod(shape))
        parts.append(torch.from_numpy(row[at : at + size].reshape(shape).copy()))
        at += size
    h = images
    for kernel, bias in zip(parts[0:6:2], parts[1:6:2]):
        h = nn.functional.conv2d(h, kernel.permute(3, 2, 0, 1), bias, 2, 1)
        h = torch.relu(h) if activation == "relu" else torch.tanh(h)
    return h.mean((2, 3)) @ parts[6] + parts[7]


def small_cnn_zoo(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    size = sum(int(numpy.prod(shape)) for shape in SHAPES)
    generator = numpy.random.default_rng(1)
    rows = (0.3 * generator.standard_normal((3, size))).astype("<f4")
    numpy.save(folder / "weights.npy", rows)
    with open(folder / "layout.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["varname", "start_idx", "end_idx", "size", "shape"])
        at = 0
        for number, shape in enumerate(SHAPES):
            end = at + int(numpy.prod(shape))
            kind = "kernel:0" if number % 2 == 0 else "bias:0"
            writer.writerow([f"sequential/{NAMES[number // 2]}/{kind}", at, end, end - at, str(shape)])
            at = end
    metrics = io.StringIO()
    writer = csv.writer(metrics)
    writer.writerow(["config.activation", "config.dropout", "step", "test_accuracy", "modeldir"])
    writer.writerow(["tanh", 0.25, 0, 0.1, "a"])
    writer.writerow(["tanh", 0.25, 86, 0.475, "a"])
    writer.writerow(["relu", 0.5, 86, 0.5625, "b"])
    with open(folder / "metrics.csv.gz", "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as packed:
        packed.write(metrics.getvalue().encode())
    images = torch.from_numpy(generator.standard_normal((2, 1, 32, 32)).astype("<f4"))
    expected = {"images": images, "relu": respond(rows[2], "relu", images), "tanh": respond(rows[1], "tanh", images)}
    save_file({name: value.contiguous() for name, value in expected.items()}, folder / "expected.safetensors")


def split(file: Path) -> None:
    """The published split: of the rows of the last step, half to test; the others are shuffled from seed 0."""
    generator = numpy.random.default_rng(2)
    order = generator.permutation(300).tolist()
    rows = sorted(generator.permutation(300)[:137].tolist())  # those of the last step
    last = [row for row in order if row in rows]
    known = last[: len(last) // 2]
    random.Random(0).shuffle(known)
    train = int(0.8 * len(known))
    parts = {"train": known[:train], "val": known[train:], "test": last[len(last) // 2 :]}
    file.write_text(json.dumps({"order": order, "rows": rows, "parts": parts}))


def inr_set(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    splits = {}
    for label, part in enumerate(("train", "val", "test")):
        layers = [nn.Linear(2, 32), nn.Linear(32, 32), nn.Linear(32, 1)]
        tensors = {
            f"seq.{i}.{name}": value.detach()
            for i, layer in enumerate(layers)
            for name, value in layer.named_parameters()
        }
        save_file(tensors, folder / f"{part}.safetensors")
        splits[part] = {"path": [f"{part}.pth"], "label": [str(label)]}
    (folder / "mnist_splits.json").write_text(json.dumps(splits))


def main() -> None:
    torch.manual_seed(1)
    small_cnn_zoo(FOLDER / "small-cnn-zoo")
    split(FOLDER / "small-cnn-zoo" / "split.json")
    inr_set(FOLDER / "inr-set")


if __name__ == "__main__":
    main()
