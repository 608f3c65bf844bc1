"""Files as the public trainers of ProbeX and MVProbe save them (names, shapes, the remark of the epoch), with random
weights, and what networks written from the papers' equations give for them.

    bench/.venv/bin/python src/test/golden/public_files.py
"""

import golden
import torch
from metanetworks import COLS, LABELS, MVPROBE, PROBEX, REPRESENTATION, ROWS, mvprobe, probex
from safetensors.torch import save_file

MODELS, WIDTH, TEXTS = 4, 6, 3
HEADS = {
    "classes": {"classification_head.weight": (LABELS, REPRESENTATION), "classification_head.bias": (LABELS,)},
    "texts": {"regression_head.weight": (REPRESENTATION, WIDTH), "regression_head.bias": (REPRESENTATION,)},
}
NETWORKS = {"probex": (PROBEX, lambda p, x: probex(p, x, True)), "mvprobe": (MVPROBE, mvprobe)}


def unit(rows):
    return rows / rows.square().sum(1, keepdim=True).sqrt()


def case(network: str, head: str, seed: int, x: torch.Tensor, texts: torch.Tensor) -> dict:
    shapes, encode = NETWORKS[network]
    generator = torch.Generator().manual_seed(seed)
    p = {
        name: golden.rounded(0.4 * torch.randn(shape, generator=generator, dtype=torch.float64))
        for name, shape in (shapes | HEADS[head]).items()
    }
    path = golden.FOLDER / f"public-{network}-{head}.safetensors"
    save_file({name: value.float() for name, value in p.items()}, path, {"epoch": "475"})
    e = encode(p, x)
    if head == "classes":
        return {"outputs": golden.flat(e @ p["classification_head.weight"].T + p["classification_head.bias"])}
    words = unit(texts @ p["regression_head.weight"].T + p["regression_head.bias"])
    return {"outputs": golden.flat(words), "cosines": golden.flat(unit(e) @ words.T)}


if __name__ == "__main__":
    generator = torch.Generator().manual_seed(2)
    x = golden.rounded(0.5 * torch.randn(MODELS, ROWS, COLS, generator=generator, dtype=torch.float64))
    texts = golden.rounded(torch.randn(TEXTS, WIDTH, generator=generator, dtype=torch.float64))
    cases = [(network, head) for network in NETWORKS for head in HEADS]
    golden.write(
        "public-files",
        {
            "models": MODELS, "rows": ROWS, "cols": COLS, "width": WIDTH,
            "matrices": golden.short(x), "texts": golden.short(texts),
            "cases": {f"{n}-{h}": case(n, h, seed, x, texts) for seed, (n, h) in enumerate(cases)},
        },
    )  # fmt: skip
