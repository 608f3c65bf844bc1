"""The peer that the library's stacked fine-tuning is measured against: LoRAs grown one at a time in plain PyTorch.

Each LoRA is fine-tuned on a few images of its own, taken in turn, by Adam with torch's defaults, in its fused form, and
a cosine schedule, on a frozen diffusion transformer of the library's sizes (random weights: speed does not depend on
them). Two arrangements on two cores:

- `threads-two`: one process, two intra-op threads, one LoRA after the other;
- `processes-two`: two processes of one thread each, the LoRAs shared between them.

    python bench/grow_lora.py                    # these two, and one process of one thread
    python bench/grow_lora.py --processes-two --count 12 --steps 100

One whole LoRA per process is grown first as a warm-up and not counted, nor is the start of processes. The result goes
to standard output as JSON, in LoRAs per minute.
"""

import math
from dataclasses import dataclass

import torch
from peers import main, now
from torch import nn
from torch.nn import functional


@dataclass(frozen=True)
class Settings:
    """The network's sizes and the fine-tuning."""

    image: int = 16
    channels: int = 3
    patch: int = 2
    width: int = 64
    depth: int = 4
    heads: int = 4
    hidden: int = 256
    rank: int = 4
    images: int = 8  # of one LoRA, in all
    batch: int = 2  # of them in every step, in turn
    steps: int = 300
    rate: float = 1.2e-2  # at the first step; half a cosine down to 0


class LoraLinear(nn.Module):
    """A frozen linear map plus a low-rank update, alpha = rank."""

    def __init__(self, width: int, rank: int):
        super().__init__()
        self.base = nn.Linear(width, width, bias=False)
        self.down = nn.Linear(width, rank, bias=False)
        self.up = nn.Linear(rank, width, bias=False)

    def forward(self, x):
        return self.base(x) + self.up(self.down(x))


class Attention(nn.Module):
    def __init__(self, s: Settings):
        super().__init__()
        self.heads = s.heads
        self.to_q = LoraLinear(s.width, s.rank)
        self.to_k = LoraLinear(s.width, s.rank)
        self.to_v = LoraLinear(s.width, s.rank)
        self.to_out = LoraLinear(s.width, s.rank)

    def forward(self, x):
        batch, tokens, width = x.shape

        def split(y):
            return y.view(batch, tokens, self.heads, width // self.heads).transpose(1, 2)

        y = functional.scaled_dot_product_attention(split(self.to_q(x)), split(self.to_k(x)), split(self.to_v(x)))
        return self.to_out(y.transpose(1, 2).reshape(batch, tokens, width))


class Block(nn.Module):
    def __init__(self, s: Settings):
        super().__init__()
        self.norm_attention = nn.LayerNorm(s.width, elementwise_affine=False)
        self.attention = Attention(s)
        self.norm_mlp = nn.LayerNorm(s.width, elementwise_affine=False)
        self.mlp = nn.Sequential(
            nn.Linear(s.width, s.hidden, bias=False), nn.ReLU(), nn.Linear(s.hidden, s.width, bias=False)
        )

    def forward(self, x):
        x = x + self.attention(self.norm_attention(x))
        return x + self.mlp(self.norm_mlp(x))


class DiffusionTransformer(nn.Module):
    """Predicts the velocity `noise - image`, patch by patch: [batch, tokens, patch values]."""

    def __init__(self, s: Settings):
        super().__init__()
        self.s = s
        values = s.channels * s.patch**2
        half = s.width // 2
        self.patch_in = nn.Linear(values, s.width)
        self.position = nn.Parameter(0.02 * torch.randn((s.image // s.patch) ** 2, s.width))
        self.register_buffer("frequencies", torch.exp(-math.log(10000) * torch.arange(half) / half))
        self.time = nn.Sequential(
            nn.Linear(s.width, s.width, bias=False), nn.SiLU(), nn.Linear(s.width, s.width, bias=False)
        )
        self.blocks = nn.ModuleList([Block(s) for _ in range(s.depth)])
        self.norm = nn.LayerNorm(s.width, elementwise_affine=False)
        self.patch_out = nn.Linear(s.width, values)

    def patches(self, images):
        """[batch, channels, image, image] to [batch, tokens, patch values]."""
        side, patch = self.s.image // self.s.patch, self.s.patch
        x = images.view(-1, self.s.channels, side, patch, side, patch)
        return x.permute(0, 2, 4, 1, 3, 5).reshape(-1, side * side, self.s.channels * patch * patch)

    def forward(self, patches, times):
        angles = 1000 * times[:, None] * self.frequencies
        embedding = self.time(torch.cat([angles.sin(), angles.cos()], dim=1))
        x = self.patch_in(patches) + self.position + embedding[:, None]
        for block in self.blocks:
            x = block(x)
        return self.patch_out(self.norm(x))


def fresh_lora(model: DiffusionTransformer) -> list[nn.Parameter]:
    """Resets the LoRA (down normal, up zero), freezes the rest, and returns what is to be trained."""
    model.requires_grad_(False)
    trained = []
    for module in model.modules():
        if isinstance(module, LoraLinear):
            nn.init.normal_(module.down.weight, std=module.down.in_features**-0.5)
            nn.init.zeros_(module.up.weight)
            trained += [module.down.weight, module.up.weight]
    for parameter in trained:
        parameter.requires_grad_(True)
    return trained


def grow(model: DiffusionTransformer, images: torch.Tensor, s: Settings) -> list[torch.Tensor]:
    """Fine-tunes one LoRA on its images [images, channels, image, image] and returns a copy of it."""
    trained = fresh_lora(model)
    optimizer = torch.optim.Adam(trained, lr=s.rate, fused=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=s.steps)
    patches = model.patches(images)
    turns = torch.arange(s.steps * s.batch).view(s.steps, s.batch) % s.images
    parts = torch.arange(s.batch)
    for turn in turns:
        clean = patches[turn]
        noise = torch.randn_like(clean)
        times = (parts + torch.rand(s.batch)) / s.batch  # one from each of equal parts of [0, 1]
        noisy = torch.lerp(clean, noise, times[:, None, None])
        loss = functional.mse_loss(model(noisy, times), noise - clean)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return [parameter.detach().clone() for parameter in trained]


def grow_all(s: Settings, threads: int, loras: int, seed: int, ready=None) -> float:
    """Grows LoRAs one after the other and returns the seconds that took, from when all processes are ready."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    model = DiffusionTransformer(s)
    images = torch.rand(loras, s.images, s.channels, s.image, s.image) * 2 - 1
    grow(model, images[0], s)  # warm-up
    if ready is not None:
        ready.wait()
    start = now()
    for own in images:
        grow(model, own, s)
    return now() - start


if __name__ == "__main__":
    main("LoRAs per minute of plain PyTorch, one at a time.", Settings(), grow_all)
