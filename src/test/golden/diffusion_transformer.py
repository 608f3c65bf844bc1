"""A plain PyTorch diffusion transformer with LoRA, and the golden file that the Java tests hold theirs against.

It is written as modules from the network's description and shares no text with the Java library. The network runs in
float64 on parameters and images that float32 holds exactly; results are stored as float32 with nine digits.

Regenerate `src/test/resources/golden/diffusion_transformer.json` (see `bench/README.md` for the environment):

    bench/.venv/bin/python src/test/golden/diffusion_transformer.py
"""

import math
from dataclasses import asdict, dataclass

import torch
from torch import nn
from torch.nn import functional

from golden import flat, rounded, short, write


@dataclass(frozen=True)
class Settings:
    """The sizes, named as in Java."""

    image: int
    channels: int
    patch: int
    width: int
    depth: int
    heads: int
    hidden: int
    rank: int


class LoraLinear(nn.Module):
    """A bias-free linear map plus, where it has one, a low-rank update: `y = W x + up (down x)`, alpha = rank."""

    def __init__(self, inputs: int, outputs: int, rank: int):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(outputs, inputs))
        self.down = nn.Parameter(torch.empty(rank, inputs)) if rank else None
        self.up = nn.Parameter(torch.empty(outputs, rank)) if rank else None

    def forward(self, x):
        y = functional.linear(x, self.weight)
        if self.down is not None:
            y = y + functional.linear(functional.linear(x, self.down), self.up)
        return y


class Attention(nn.Module):
    """Multi-head self-attention, spelled out: softmax of scaled dot products."""

    def __init__(self, width: int, heads: int, rank: int):
        super().__init__()
        self.heads = heads
        self.to_q = LoraLinear(width, width, rank)
        self.to_k = LoraLinear(width, width, rank)
        self.to_v = LoraLinear(width, width, rank)
        self.to_out = LoraLinear(width, width, rank)

    def forward(self, x):
        queries, keys, values = (project(x).chunk(self.heads, dim=-1) for project in (self.to_q, self.to_k, self.to_v))
        mixed = []
        for query, key, value in zip(queries, keys, values):  # each [batch, tokens, width / heads]
            scores = query @ key.transpose(1, 2) / math.sqrt(query.shape[-1])
            mixed.append(scores.softmax(dim=-1) @ value)
        return self.to_out(torch.cat(mixed, dim=-1))


class Block(nn.Module):
    """Pre-norm attention and MLP; the norms have no parameters of their own."""

    def __init__(self, s: Settings, rank: int):
        super().__init__()
        self.norm = nn.LayerNorm(s.width, elementwise_affine=False)
        self.attention = Attention(s.width, s.heads, rank)
        self.mlp = nn.Sequential(
            nn.Linear(s.width, s.hidden, bias=False), nn.ReLU(), nn.Linear(s.hidden, s.width, bias=False)
        )

    def forward(self, x):
        x = x + self.attention(self.norm(x))
        return x + self.mlp(self.norm(x))


class Time(nn.Module):
    """1000 t in sines and cosines of frequencies 10000^(-k / half), then two bias-free layers with a SiLU between."""

    def __init__(self, width: int):
        super().__init__()
        half = width // 2
        self.register_buffer("frequencies", 10000.0 ** (-torch.arange(half) / half))
        self.first = nn.Linear(width, width, bias=False)
        self.second = nn.Linear(width, width, bias=False)

    def forward(self, times):
        angles = 1000 * times[:, None] * self.frequencies
        waves = torch.cat([angles.sin(), angles.cos()], dim=1)
        return self.second(functional.silu(self.first(waves)))


class DiffusionTransformer(nn.Module):
    """Predicts the velocity `noise - image` of each noisy image; `rank` 0 is the base alone."""

    def __init__(self, s: Settings, rank: int):
        super().__init__()
        values = s.channels * s.patch**2
        self.s = s
        self.patch_in = nn.Linear(values, s.width)
        self.position = nn.Parameter(torch.empty((s.image // s.patch) ** 2, s.width))
        self.time = Time(s.width)
        self.blocks = nn.ModuleList([Block(s, rank) for _ in range(s.depth)])
        self.norm = nn.LayerNorm(s.width, elementwise_affine=False)
        self.patch_out = nn.Linear(s.width, values)

    def forward(self, noisy, times):
        # unfold and fold order a patch's values as channel, row, column and patches row by row
        tokens = functional.unfold(noisy, self.s.patch, stride=self.s.patch).transpose(1, 2)
        x = self.patch_in(tokens) + self.position + self.time(times)[:, None, :]
        for block in self.blocks:
            x = block(x)
        tokens = self.patch_out(self.norm(x)).transpose(1, 2)
        return functional.fold(tokens, self.s.image, self.s.patch, stride=self.s.patch)

    def loss(self, images, noise, times):
        """Rectified flow: the squared error of the velocity on the straight line from image to noise."""
        t = times[:, None, None, None]
        velocity = self((1 - t) * images + t * noise, times)
        return ((velocity - (noise - images)) ** 2).mean()


def base_weights(model: DiffusionTransformer, of=lambda parameter: parameter) -> dict[str, torch.Tensor]:
    """The base's parameters (or `of` each) under the library's names and in its shapes, linear maps as [in, out]."""
    named = {
        "patch_in.weight": of(model.patch_in.weight).T,
        "patch_in.bias": of(model.patch_in.bias),
        "position": of(model.position),
        "time.0.weight": of(model.time.first.weight).T,
        "time.1.weight": of(model.time.second.weight).T,
        "patch_out.weight": of(model.patch_out.weight).T,
        "patch_out.bias": of(model.patch_out.bias),
    }
    for number, block in enumerate(model.blocks):
        a = block.attention
        qkv = [of(projection.weight).T for projection in (a.to_q, a.to_k, a.to_v)]
        named[f"blocks.{number}.attn.to_qkv.weight"] = torch.cat(qkv, dim=1)
        named[f"blocks.{number}.attn.to_out.weight"] = of(a.to_out.weight).T
        named[f"blocks.{number}.mlp.in.weight"] = of(block.mlp[0].weight).T
        named[f"blocks.{number}.mlp.out.weight"] = of(block.mlp[2].weight).T
    return named


def lora_weights(model: DiffusionTransformer, of=lambda parameter: parameter) -> dict[str, torch.Tensor]:
    """The LoRA's parameters (or `of` each) under the names of its file."""
    named = {}
    for number, block in enumerate(model.blocks):
        for name in ("to_q", "to_k", "to_v", "to_out"):
            projection = getattr(block.attention, name)
            named[f"blocks.{number}.attn.{name}.lora.down.weight"] = of(projection.down)
            named[f"blocks.{number}.attn.{name}.lora.up.weight"] = of(projection.up)
    return named


def gradient(parameter):
    return parameter.grad


def draw(model: nn.Module, generator: torch.Generator) -> None:
    """Every parameter away from zero, so that every path carries a gradient."""
    with torch.no_grad():
        for parameter in model.parameters():
            scale = 1 / math.sqrt(parameter.shape[-1]) if parameter.dim() > 1 else 0.3
            parameter.copy_(rounded(scale * torch.randn(parameter.shape, generator=generator, dtype=torch.float64)))


def table(named: dict[str, torch.Tensor], form) -> dict[str, list[float]]:
    return {name: form(values) for name, values in named.items()}


def evaluate(model, images, noise, times) -> dict:
    """Loss, velocity of the images taken as noisy ones, and gradients left in the parameters."""
    loss = model.loss(images, noise, times)
    loss.backward()
    with torch.no_grad():
        return {"loss": loss.item(), "velocity": flat(model(images, times))}


def main() -> None:
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    s = Settings(image=8, channels=3, patch=2, width=16, depth=2, heads=4, hidden=32, rank=2)
    models, batch = 2, 3
    generator = torch.Generator().manual_seed(20)

    def numbers(*shape):
        return torch.randn(*shape, generator=generator)

    images = rounded(numbers(models, batch, s.channels, s.image, s.image).clamp(-1, 1))
    noise = rounded(numbers(models, batch, s.channels, s.image, s.image))
    times = rounded(torch.rand(models, batch, generator=generator))
    base = DiffusionTransformer(s, 0)
    draw(base, generator)

    content = {
        "settings": asdict(s),
        "images": short(images),
        "noise": short(noise),
        "times": short(times),
        "base": {"parameters": table(base_weights(base), short)},
        "loras": [],
    }
    content["base"] |= evaluate(base, images[0], noise[0], times[0])
    content["base"]["gradients"] = table(base_weights(base, gradient), flat)
    for number in range(models):
        model = DiffusionTransformer(s, s.rank)
        draw(model, generator)
        model.load_state_dict(base.state_dict(), strict=False)
        lora = {"parameters": table(lora_weights(model), short)}
        lora |= evaluate(model, images[number], noise[number], times[number])
        lora["gradients"] = table(lora_weights(model, gradient), flat)
        content["loras"].append(lora)
    write("diffusion_transformer", content)


if __name__ == "__main__":
    main()
