"""The peer that the library's stacked zoos are measured against: small networks trained one at a time in plain PyTorch.

    python bench/grow_zoo.py --kind cnn                 # all arrangements
    python bench/grow_zoo.py --processes-two --count 8

`siren`: each network is fitted to one picture, half of the pixels in each step. `cnn`: each is trained on random
batches of pictures with dropout before its head, then tested. Adam in its fused form under a cosine. Pictures are
random and lie ready, and nothing is written. Three arrangements: one process of one thread or of two, and two
processes of one thread. One network per process is a warm-up and not counted. The result goes to standard output as
JSON, in networks per minute.
"""

from dataclasses import dataclass

import torch
from peers import main, now
from torch import nn
from torch.nn import functional
from train_probegen import ConvNet, Siren

SIDE = 16
CLASSES = 10


@dataclass(frozen=True)
class Settings:
    """What is trained, and how long."""

    kind: str = "siren"  # or cnn
    parameters: int = 0  # of a network, to be held against the library's; 0 for any
    points: int = 784  # pixels of a picture, or pictures to train on
    batch: int = 392  # of them in each step
    steps: int = 500
    rate: float = 2e-3
    tested: int = 1000  # pictures


def siren(s: Settings, points: torch.Tensor, values: torch.Tensor) -> None:
    network = Siren()
    optimizer = torch.optim.Adam(network.parameters(), lr=s.rate, fused=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=s.steps)
    parts = list(zip(points.split(s.batch), values.split(s.batch)))
    for step in range(s.steps):
        x, y = parts[step % len(parts)]
        loss = functional.mse_loss(network(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()


def cnn(s: Settings, images: torch.Tensor, labels: torch.Tensor, tests: torch.Tensor) -> None:
    network = ConvNet()
    dropout = nn.Dropout(0.2)
    optimizer = torch.optim.Adam(network.parameters(), lr=s.rate, fused=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=s.steps)
    for _ in range(s.steps):
        chosen = torch.randint(len(images), (s.batch,))
        h = images[chosen]
        for layer in network.layers:
            h = torch.relu(layer(h))
        loss = functional.cross_entropy(network.classifier(dropout(h.mean((2, 3)))), labels[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    with torch.no_grad():
        network(tests).argmax(1)


def grow_all(s: Settings, threads: int, count: int, seed: int, ready=None) -> float:
    """Grows networks one after the other and returns the seconds that took, from when all processes are ready."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    found = sum(parameter.numel() for parameter in (ConvNet() if s.kind == "cnn" else Siren()).parameters())
    if s.parameters and found != s.parameters:
        raise SystemExit(f"expected the library's network of {s.parameters} parameters, found {found}")
    images, labels = torch.rand(s.points, 3, SIDE, SIDE), torch.randint(CLASSES, (s.points,))
    tests, points, values = torch.rand(s.tested, 3, SIDE, SIDE), torch.rand(s.points, 2), torch.rand(s.points, 1)

    def one() -> None:
        cnn(s, images, labels, tests) if s.kind == "cnn" else siren(s, points, values)

    one()  # warm-up
    if ready is not None:
        ready.wait()
    start = now()
    for _ in range(count):
        one()
    return now() - start


if __name__ == "__main__":
    main("Small networks per minute of plain PyTorch, one at a time.", Settings(), grow_all)
