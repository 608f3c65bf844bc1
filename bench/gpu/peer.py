"""The peer on a GPU: a metanetwork's steps in plain PyTorch, eager or compiled, on random matrices or LoRAs.

    python peer.py --network mvprobe --models 256 --rows 768 --cols 768 --batch 128 --epochs 40 --way compiled

All models lie on the device, and each step gathers its batch there. A LoRA's factors are multiplied out in every step,
as in the public code (X = B A). Counted are the steps behind the first fifth, each with its loss read; the result goes
to standard output as JSON.
"""

import argparse
import json
import time

import torch
from networks import NETWORKS, MvProbe
from torch.nn import functional

LABELS = 100
PROBES = 128
PROJECTIONS = 128
REPRESENTATIONS = {"probex": 128, "mvprobe": 512}


def start(network: str, rows: int, cols: int) -> dict[str, torch.Tensor]:
    """Random parameters, by their names in files."""
    width = REPRESENTATIONS[network]
    if network == "probex":
        sizes = {"probes.weight": (cols, PROBES), "shared_probe_proj.weight": (PROJECTIONS, rows)}
        encoder, inputs = "per_probe_encoders", PROBES * PROJECTIONS
    else:
        encoder, inputs = "concat_all4_encoder", 4 * PROBES * PROJECTIONS
        seen = {"xu": (cols, rows), "xxtu": (rows, rows), "xtu": (rows, cols), "xtxu": (cols, cols)}
        sizes = {}
        for view, (probed, projected) in seen.items():
            sizes[f"probes.{view}.weight"] = (probed, PROBES)
            sizes[f"shared_probe_proj_{MvProbe.VIEWS[view]}.weight"] = (PROJECTIONS, projected)
    sizes |= {f"{encoder}.weight": (width, inputs), f"{encoder}.bias": (width,)}
    sizes |= {"classification_head.weight": (LABELS, width), "classification_head.bias": (LABELS,)}
    return {name: 0.02 * torch.randn(*size) for name, size in sizes.items()}


def batches(options: argparse.Namespace, device: str):
    """The models of each step: every epoch has its own order, and may end with a smaller batch."""
    for _ in range(options.epochs):
        yield from torch.randperm(options.models, device=device).split(options.batch)


def run(options: argparse.Namespace, device: str) -> dict:
    torch.manual_seed(1)
    torch.backends.cuda.matmul.allow_tf32 = False
    half = options.precision == "bf16"
    number = torch.bfloat16 if half else torch.float32
    model = NETWORKS[options.network](start(options.network, options.rows, options.cols)).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-5)
    sizes = [(options.rows, options.cols)]
    if options.rank:
        sizes = [(options.rows, options.rank), (options.rank, options.cols)]
    banks = [(0.02 * torch.randn(options.models, *size, device=device)).to(number) for size in sizes]
    labels = torch.randint(0, 2, (options.models, LABELS), device=device).float()
    forward = torch.compile(model) if options.way == "compiled" else model
    ends = []
    for chosen in batches(options, device):
        parts = [bank[chosen] for bank in banks]
        with torch.autocast(device, torch.bfloat16, enabled=half):
            x = parts[0] @ parts[1] if options.rank else parts[0]
            loss = functional.binary_cross_entropy_with_logits(forward(x).float(), labels[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss.item()
        ends.append(time.perf_counter())
    warm_up = max(1, len(ends) // 5)
    return {"n": len(ends) - warm_up, "seconds": ends[-1] - ends[warm_up - 1]}


def main() -> None:
    parser = argparse.ArgumentParser(description="A metanetwork's steps in plain PyTorch.")
    parser.add_argument("--network", choices=list(NETWORKS), default="probex")
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--way", choices=["eager", "compiled"], default="eager")
    parser.add_argument("--device", choices=["gpu", "cpu"], default="gpu")
    for name, usual in {"models": 128, "rows": 768, "cols": 3072, "rank": 0, "batch": 128, "epochs": 40}.items():
        parser.add_argument(f"--{name}", type=int, default=usual)
    options = parser.parse_args()
    device = "cuda" if options.device == "gpu" else "cpu"
    print(json.dumps({"peer": f"PyTorch {torch.__version__}", options.way: run(options, device)}))


if __name__ == "__main__":
    main()
