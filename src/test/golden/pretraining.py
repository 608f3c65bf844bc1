"""Golden values of the jungle's image networks: a ViT, a ResNet, their classifiers, a masked autoencoder and DINO.

Written with torch's own modules from the papers and Hugging Face's names, without a look at the library's scripts:

    bench/.venv/bin/python src/test/golden/pretraining.py

Networks are tiny and in float64; every parameter and input is a float32 with four decimals.
"""

import golden
import torch
import torch.nn.functional as F

IMAGE, PATCH, WIDTH, DEPTH, HEADS, HIDDEN = 8, 2, 8, 2, 2, 12
TOKENS = (IMAGE // PATCH) ** 2
BATCH = 3
CLASSES = [3, 2]


class Parameters:
    """Named values, drawn in the order they are asked for; every one wants a gradient."""

    def __init__(self, seed: int):
        self.generator = torch.Generator().manual_seed(seed)
        self.values = {}

    def get(self, name: str, *shape: int, around: float = 0.0, scale: float = 0.4) -> torch.Tensor:
        if name not in self.values:
            noise = torch.randn(shape, generator=self.generator, dtype=torch.float64)
            self.values[name] = golden.rounded(around + scale * noise).requires_grad_()
        return self.values[name]

    def linear(self, name: str, x: torch.Tensor, out: int) -> torch.Tensor:
        return F.linear(x, self.get(f"{name}.weight", out, x.shape[-1]), self.get(f"{name}.bias", out))

    def norm(self, name: str, x: torch.Tensor) -> torch.Tensor:
        width = x.shape[-1]
        return F.layer_norm(x, [width], self.get(f"{name}.weight", width, around=1), self.get(f"{name}.bias", width))

    def gradients(self, loss: torch.Tensor) -> dict:
        found = torch.autograd.grad(loss, list(self.values.values()))
        return {name: golden.flat(gradient) for name, gradient in zip(self.values, found)}

    def short(self) -> dict:
        return {name: golden.short(value) for name, value in self.values.items()}


def attention(q, k, v, heads):
    split = [t.unflatten(-1, (heads, -1)).transpose(-3, -2) for t in (q, k, v)]
    scores = split[0] @ split[1].transpose(-1, -2) / split[0].shape[-1] ** 0.5
    return (scores.softmax(-1) @ split[2]).transpose(-3, -2).flatten(-2)


def embed(p: Parameters, x: torch.Tensor, keep_positions=None) -> torch.Tensor:
    kernel = p.get("vit.embeddings.patch_embeddings.projection.weight", WIDTH, 3, PATCH, PATCH)
    bias = p.get("vit.embeddings.patch_embeddings.projection.bias", WIDTH)
    tokens = F.conv2d(x, kernel, bias, stride=PATCH).flatten(2).transpose(1, 2)
    positions = p.get("vit.embeddings.position_embeddings", 1, TOKENS, WIDTH)
    return tokens + (positions if keep_positions is None else keep_positions(positions))


def encode(p: Parameters, h: torch.Tensor) -> torch.Tensor:
    for block in range(DEPTH):
        name = f"vit.encoder.layer.{block}"
        n = p.norm(f"{name}.layernorm_before", h)
        q, k, v = (p.linear(f"{name}.attention.attention.{part}", n, WIDTH) for part in ("query", "key", "value"))
        h = h + p.linear(f"{name}.attention.output.dense", attention(q, k, v, HEADS), WIDTH)
        n = p.norm(f"{name}.layernorm_after", h)
        h = h + p.linear(f"{name}.output.dense", p.linear(f"{name}.intermediate.dense", n, HIDDEN).relu(), WIDTH)
    return p.norm("vit.layernorm", h)


def vit(p: Parameters, x: torch.Tensor) -> torch.Tensor:
    return encode(p, embed(p, x)).mean(1)


def resnet(p: Parameters, x: torch.Tensor, widths=(4, 8), blocks=2, group=2) -> torch.Tensor:
    def layer(name, h, out, kernel, stride):
        weight = p.get(f"{name}.convolution.weight", out, h.shape[1], kernel, kernel)
        h = F.conv2d(h, weight, stride=stride, padding=kernel // 2)
        scale, shift = p.get(f"{name}.normalization.weight", out, around=1), p.get(f"{name}.normalization.bias", out)
        return F.group_norm(h, out // group, scale, shift)

    h = layer("resnet.embedder.embedder", x, widths[0], 3, 1).relu()
    for stage, out in enumerate(widths):
        for block in range(blocks):
            name = f"resnet.encoder.stages.{stage}.layers.{block}"
            stride = 2 if stage > 0 and block == 0 else 1
            y = layer(f"{name}.layer.0", h, out, 3, stride).relu()
            y = layer(f"{name}.layer.1", y, out, 3, 1)
            shortcut = layer(f"{name}.shortcut", h, out, 1, stride) if out != h.shape[1] or stride > 1 else h
            h = (y + shortcut).relu()
    return h.mean((2, 3))


def images(seed: int, count: int, side: int = IMAGE) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return golden.rounded(torch.randn(count, 3, side, side, generator=generator, dtype=torch.float64))


def classifier(backbone, seed: int) -> dict:
    p, x = Parameters(seed), images(seed + 1, BATCH)
    labels = torch.tensor([[0, 1], [2, 0], [1, 1]])
    features = backbone(p, x)
    logits = p.linear("classifier", features, sum(CLASSES))
    loss = sum(F.cross_entropy(part, labels[:, i]) for i, part in enumerate(logits.split(CLASSES, 1)))
    return {
        "parameters": p.short(),
        "images": golden.short(x),
        "labels": labels.flatten().tolist(),
        "logits": golden.flat(logits),
        "loss": golden.flat(loss),
        "gradients": p.gradients(loss),
    }


def masked_autoencoder(seed: int, width: int = 4, seen: int = 4) -> dict:
    p, x = Parameters(seed), images(seed + 1, BATCH)
    generator = torch.Generator().manual_seed(seed + 2)
    order = torch.stack([torch.randperm(TOKENS, generator=generator) for _ in range(BATCH)])
    tokens = embed(p, x)
    kept = torch.stack([tokens[i, order[i, :seen]] for i in range(BATCH)])
    narrow = p.linear("decoder.embed", encode(p, kept), width)
    rows = []
    for i in range(BATCH):
        full = p.get("decoder.mask_token", width).expand(TOKENS, width).clone()
        full[order[i, :seen]] = narrow[i]
        rows.append(full)
    z = torch.stack(rows) + p.get("decoder.position", TOKENS, width)
    qkv = p.linear("decoder.qkv", F.layer_norm(z, [width]), 3 * width)
    z = z + p.linear("decoder.out", attention(*qkv.chunk(3, -1), 4), width)
    inner = p.linear("decoder.mlp_in", F.layer_norm(z, [width]), 4 * width).relu()
    z = z + p.linear("decoder.mlp_out", inner, width)
    drawn = p.linear("decoder.predict", F.layer_norm(z, [width]), 3 * PATCH * PATCH)
    patches = F.unfold(x, PATCH, stride=PATCH).transpose(1, 2)
    target = (patches - patches.mean(-1, keepdim=True)) / (patches.var(-1, unbiased=False, keepdim=True) + 1e-6).sqrt()
    errors = (drawn - target).square().mean(-1)
    loss = torch.stack([errors[i, order[i, seen:]].mean() for i in range(BATCH)]).mean()
    return {
        "parameters": p.short(),
        "images": golden.short(x),
        "order": order.flatten().tolist(),
        "loss": golden.flat(loss),
        "gradients": p.gradients(loss),
    }


def dino(seed: int, prototypes: int = 6, crops: int = 3) -> dict:
    p = Parameters(seed)
    large, small = images(seed + 1, 2 * BATCH), images(seed + 2, crops * BATCH, IMAGE // 2)
    generator = torch.Generator().manual_seed(seed + 3)
    wanted = torch.rand(2 * BATCH, prototypes, generator=generator, dtype=torch.float64)
    wanted = golden.rounded(wanted / wanted.sum(1, keepdim=True))

    def halved(positions):
        side = IMAGE // PATCH
        return F.avg_pool2d(positions.reshape(1, side, side, WIDTH).permute(0, 3, 1, 2), 2).flatten(2).transpose(1, 2)

    def project(f):
        y = p.linear("head.1", p.linear("head.0", f, 128).relu(), 64)
        return F.normalize(y, dim=1) @ F.normalize(p.get("head.prototypes", prototypes, 64), dim=1).T

    cosines = project(vit(p, large))
    few = project(encode(p, embed(p, small, halved)).mean(1))
    student = (torch.cat([cosines, few]) / 0.1).log_softmax(1).split(BATCH)
    losses = []
    for teacher, q in enumerate(wanted.split(BATCH)):
        losses += [-(q * own).sum(1).mean() for crop, own in enumerate(student) if crop != teacher]
    loss = torch.stack(losses).mean()
    return {
        "parameters": p.short(),
        "large": golden.short(large),
        "small": golden.short(small),
        "wanted": golden.short(wanted),
        "cosines": golden.flat(cosines),
        "loss": golden.flat(loss),
        "gradients": p.gradients(loss),
    }


golden.write(
    "pretraining",
    {
        "vit": classifier(vit, 1),
        "resnet": classifier(resnet, 11),
        "masked_autoencoder": masked_autoencoder(21),
        "dino": dino(31),
    },
)
