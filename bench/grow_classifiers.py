"""The peer of the library's stacked children: classifiers fine-tuned one at a time in plain PyTorch.

Each child starts from the same ancestor (random weights: speed does not depend on them) with a fresh head of zeros,
learns some classes in shuffled batches, and is tested on the test pictures of its classes. Adam with an epsilon of
1e-3, in its fused form; the head learns ten times faster; rate, schedule and weight decay differ from child to child.
Its pictures are random, lie ready and are not augmented, and nothing is written. Two arrangements on two cores:

- `threads-two`: one process, two intra-op threads, one child after the other;
- `processes-two`: two processes of one thread each, the children shared between them.

    python bench/grow_classifiers.py --family resnet                    # these two, and one process of one thread
    python bench/grow_classifiers.py --processes-two --count 12 --steps 100

One whole child per process is grown first as a warm-up and not counted, nor is the start of processes. The result goes
to standard output as JSON, in children per minute.
"""

import copy
import math
from dataclasses import dataclass

import torch
from peers import main, now
from torch import nn
from torch.nn import functional

EPSILON = 1e-3
HEAD_FACTOR = 10
DECAYS = [0.0, 1e-4, 1e-3]
TEST_CHUNK = 100  # pictures


@dataclass(frozen=True)
class Settings:
    """The network's sizes and the fine-tuning."""

    family: str = "supvit"  # or resnet
    parameters: int = 0  # of the backbone, to be held against the library's; 0 for any
    image: int = 16
    channels: int = 3
    patch: int = 4  # from here to hidden: supvit's
    width: int = 64
    depth: int = 3
    heads: int = 4
    hidden: int = 256
    widths: str = "16,32,64"  # from here to group: resnet's
    blocks: int = 2
    group: int = 8
    classes: int = 50
    train: int = 10  # pictures of each class
    test: int = 20  # pictures of each class
    batch: int = 16
    steps: int = 140
    lowest: float = 2e-4  # learning rate
    highest: float = 1e-3


class Block(nn.Module):
    """Pre-norm attention and a ReLU MLP."""

    def __init__(self, s: Settings):
        super().__init__()
        self.heads = s.heads
        self.norm_attention = nn.LayerNorm(s.width)
        self.qkv = nn.Linear(s.width, 3 * s.width)
        self.out = nn.Linear(s.width, s.width)
        self.norm_mlp = nn.LayerNorm(s.width)
        self.mlp = nn.Sequential(nn.Linear(s.width, s.hidden), nn.ReLU(), nn.Linear(s.hidden, s.width))

    def forward(self, x):
        batch, tokens, width = x.shape
        qkv = self.qkv(self.norm_attention(x)).view(batch, tokens, 3, self.heads, width // self.heads)
        y = functional.scaled_dot_product_attention(*qkv.permute(2, 0, 3, 1, 4))
        x = x + self.out(y.transpose(1, 2).reshape(batch, tokens, width))
        return x + self.mlp(self.norm_mlp(x))


class VisionTransformer(nn.Module):
    def __init__(self, s: Settings):
        super().__init__()
        self.patches = nn.Conv2d(s.channels, s.width, s.patch, s.patch)
        self.position = nn.Parameter(torch.randn((s.image // s.patch) ** 2, s.width))
        self.blocks = nn.Sequential(*[Block(s) for _ in range(s.depth)])
        self.norm = nn.LayerNorm(s.width)
        self.features = s.width

    def forward(self, images):
        tokens = self.patches(images).flatten(2).transpose(1, 2)
        return self.norm(self.blocks(tokens + self.position)).mean(1)


def convolution(s: Settings, inputs: int, outputs: int, kernel: int, stride: int) -> nn.Sequential:
    """A convolution and its normalisation by groups of channels."""
    conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
    return nn.Sequential(conv, nn.GroupNorm(outputs // s.group, outputs))


class Residual(nn.Module):
    def __init__(self, s: Settings, inputs: int, outputs: int, stride: int):
        super().__init__()
        self.first = convolution(s, inputs, outputs, 3, stride)
        self.second = convolution(s, outputs, outputs, 3, 1)
        same = inputs == outputs and stride == 1
        self.shortcut = nn.Identity() if same else convolution(s, inputs, outputs, 1, stride)

    def forward(self, x):
        return functional.relu(self.second(functional.relu(self.first(x))) + self.shortcut(x))


class ResNet(nn.Module):
    def __init__(self, s: Settings):
        super().__init__()
        widths = [int(width) for width in s.widths.split(",")]
        self.stem = convolution(s, s.channels, widths[0], 3, 1)
        blocks, inputs = [], widths[0]
        for stage, width in enumerate(widths):
            for block in range(s.blocks):
                blocks.append(Residual(s, inputs, width, 2 if block == 0 and stage > 0 else 1))
                inputs = width
        self.blocks = nn.Sequential(*blocks)
        self.features = inputs

    def forward(self, images):
        return self.blocks(functional.relu(self.stem(images))).mean((2, 3))


def backbone(s: Settings) -> nn.Module:
    if s.family not in ("supvit", "resnet"):
        raise SystemExit(f"expected --family supvit or resnet, found {s.family}")
    model = ResNet(s) if s.family == "resnet" else VisionTransformer(s)
    found = sum(parameter.numel() for parameter in model.parameters())
    if s.parameters and found != s.parameters:
        raise SystemExit(f"expected the library's backbone of {s.parameters} parameters, found {found}")
    return model


def schedules(steps: int) -> list:
    return [lambda step: 1.0, lambda step: 1 - step / steps, lambda step: (1 + math.cos(math.pi * step / steps)) / 2]


def turns(count: int, s: Settings):
    """The pictures of each step, epoch after epoch, each in a new order."""
    epochs = math.ceil(s.steps * s.batch / count)
    return torch.cat([torch.randperm(count) for _ in range(epochs)])[: s.steps * s.batch].view(s.steps, s.batch)


def grow(ancestor: nn.Module, number: int, train, test, s: Settings) -> tuple[nn.Module, float]:
    """Fine-tunes and tests one child; `train` and `test` are its pictures and their classes."""
    body = copy.deepcopy(ancestor)
    head = nn.Linear(body.features, s.classes)
    nn.init.zeros_(head.weight)
    nn.init.zeros_(head.bias)
    rate = s.lowest * (s.highest / s.lowest) ** (number % 7 / 6)
    groups = [{"params": body.parameters()}, {"params": head.parameters(), "lr": HEAD_FACTOR * rate}]
    decay = DECAYS[number % len(DECAYS)]
    optimizer = torch.optim.Adam(groups, lr=rate, eps=EPSILON, weight_decay=decay, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, schedules(s.steps)[number % 3])
    images, labels = train
    for turn in turns(len(images), s):
        loss = functional.cross_entropy(head(body(images[turn])), labels[turn])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    with torch.no_grad():
        parts = zip(*(tensor.split(TEST_CHUNK) for tensor in test))
        right = sum((head(body(images)).argmax(1) == labels).sum().item() for images, labels in parts)
    return nn.Sequential(body, head), right / len(test[0])


def pictures(per_class: int, s: Settings) -> tuple[torch.Tensor, torch.Tensor]:
    """Random pictures of all of a child's classes, and their classes."""
    images = torch.rand(s.classes * per_class, s.channels, s.image, s.image)
    return images, torch.arange(s.classes).repeat_interleave(per_class)


def grow_all(s: Settings, threads: int, count: int, seed: int, ready=None) -> float:
    """Grows children one after the other and returns the seconds that took, from when all processes are ready."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    ancestor = backbone(s)
    train, test = pictures(s.train, s), pictures(s.test, s)
    grow(ancestor, 0, train, test, s)  # warm-up
    if ready is not None:
        ready.wait()
    start = now()
    for number in range(count):
        grow(ancestor, number, train, test, s)
    return now() - start


if __name__ == "__main__":
    main("Children per minute of plain PyTorch, one at a time.", Settings(), grow_all)
