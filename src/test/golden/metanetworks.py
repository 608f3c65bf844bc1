"""Golden values of the metanetworks that read labels: outputs, gradients, and parameters after 50 steps of Adam.

Written from the papers' equations with einsum, without a look at the library's scripts:

    bench/.venv/bin/python src/test/golden/metanetworks.py
"""

import golden
import torch
import torch.nn.functional as F

MODELS, ROWS, COLS, LABELS = 6, 5, 7, 3
PROBES, PROJECTIONS, REPRESENTATION = 4, 3, 8
STEPS, RATE, DECAY = 50, 1e-3, 1e-5


def probex(p, x, relu):
    z = torch.einsum("nij,jl,vi->nlv", x, p["probes.weight"], p["shared_probe_proj.weight"])
    y = (z.relu() if relu else z).flatten(1)
    return y @ p["per_probe_encoders.weight"].T + p["per_probe_encoders.bias"]


def probex_deep(p, x):
    z = torch.einsum("nij,jl,vi->nlv", x, p["probes.weight"], p["shared_probe_proj.weight"])
    z = torch.einsum("nlv,wv->nlw", z.relu(), p["shared_probe_proj_2.weight"])
    e = z.relu().flatten(1) @ p["per_probe_encoders.weight"].T + p["per_probe_encoders.bias"]
    return e.relu() @ p["per_probe_encoders_2.weight"].T + p["per_probe_encoders_2.bias"]


def mvprobe(p, x):
    def view(response, projection):
        mean = response.mean((1, 2), keepdim=True)
        deviation = ((response - mean).square().sum((1, 2), keepdim=True) / (response[0].numel() - 1)).sqrt()
        y = (response - mean) / (deviation + 1e-8)
        return torch.einsum("npl,vp->nlv", y, p[f"shared_probe_proj_{projection}.weight"]).relu().flatten(1)

    views = [
        view(torch.einsum("nij,jl->nil", x, p["probes_xu.weight"]), "row"),
        view(torch.einsum("nij,nkj,kl->nil", x, x, p["probes_xxtu.weight"]), "row2"),
        view(torch.einsum("nij,il->njl", x, p["probes_xtu.weight"]), "col"),
        view(torch.einsum("nij,nik,kl->njl", x, x, p["probes_xtxu.weight"]), "col2"),
    ]
    return torch.cat(views, 1) @ p["concat_all4_encoder.weight"].T + p["concat_all4_encoder.bias"]


def dense(p, x):
    return x.flatten(1)


PROBEX = {
    "probes.weight": (COLS, PROBES),
    "shared_probe_proj.weight": (PROJECTIONS, ROWS),
    "per_probe_encoders.weight": (REPRESENTATION, PROBES * PROJECTIONS),
    "per_probe_encoders.bias": (REPRESENTATION,),
}
PROBEX_DEEP = PROBEX | {
    "shared_probe_proj_2.weight": (PROJECTIONS, PROJECTIONS),
    "per_probe_encoders_2.weight": (REPRESENTATION, REPRESENTATION),
    "per_probe_encoders_2.bias": (REPRESENTATION,),
}
MVPROBE = {
    "probes_xu.weight": (COLS, PROBES),
    "probes_xxtu.weight": (ROWS, PROBES),
    "probes_xtu.weight": (ROWS, PROBES),
    "probes_xtxu.weight": (COLS, PROBES),
    "shared_probe_proj_row.weight": (PROJECTIONS, ROWS),
    "shared_probe_proj_row2.weight": (PROJECTIONS, ROWS),
    "shared_probe_proj_col.weight": (PROJECTIONS, COLS),
    "shared_probe_proj_col2.weight": (PROJECTIONS, COLS),
    "concat_all4_encoder.weight": (REPRESENTATION, 4 * PROBES * PROJECTIONS),
    "concat_all4_encoder.bias": (REPRESENTATION,),
}
CASES = {
    "probex": (lambda p, x: probex(p, x, True), PROBEX, REPRESENTATION),
    "probex-linear": (lambda p, x: probex(p, x, False), PROBEX, REPRESENTATION),
    "mvprobe": (mvprobe, MVPROBE, REPRESENTATION),
    "dense": (dense, {}, ROWS * COLS),
    "probex-deep": (probex_deep, PROBEX_DEEP, REPRESENTATION),
}


def case(name: str, seed: int, x: torch.Tensor, labels: torch.Tensor) -> dict:
    network, shapes, width = CASES[name]
    shapes = shapes | {"classification_head.weight": (LABELS, width), "classification_head.bias": (LABELS,)}
    generator = torch.Generator().manual_seed(seed)
    start = {
        key: golden.rounded(0.4 * torch.randn(shape, generator=generator, dtype=torch.float64))
        for key, shape in shapes.items()
    }
    parameters = {key: value.clone().requires_grad_() for key, value in start.items()}

    def evaluate():
        e = network(parameters, x)
        logits = e @ parameters["classification_head.weight"].T + parameters["classification_head.bias"]
        return e, logits, F.binary_cross_entropy_with_logits(logits, labels)

    representations, logits, loss = evaluate()
    gradients = torch.autograd.grad(loss, list(parameters.values()))
    optimiser = torch.optim.Adam(parameters.values(), lr=RATE, weight_decay=DECAY)
    for _ in range(STEPS):
        optimiser.zero_grad()
        evaluate()[2].backward()
        optimiser.step()
    return {
        "parameters": {key: golden.short(value) for key, value in start.items()},
        "representations": golden.flat(representations),
        "logits": golden.flat(logits),
        "loss": golden.flat(loss),
        "gradients": {key: golden.flat(value) for key, value in zip(parameters, gradients)},
        "trained": {key: golden.flat(value) for key, value in parameters.items()},
    }


if __name__ == "__main__":
    generator = torch.Generator().manual_seed(1)
    x = golden.rounded(torch.randn(MODELS, ROWS, COLS, generator=generator, dtype=torch.float64))
    labels = (torch.rand(MODELS, LABELS, generator=generator) < 0.5).double()
    golden.write(
        "metanetworks",
        {
            "models": MODELS, "rows": ROWS, "cols": COLS, "labels": LABELS,
            "probes": PROBES, "projections": PROJECTIONS, "representation": REPRESENTATION,
            "steps": STEPS, "rate": RATE, "decay": DECAY,
            "matrices": golden.short(x), "wanted": golden.short(labels),
            "cases": {name: case(name, seed, x, labels) for seed, name in enumerate(CASES)},
        },
    )  # fmt: skip
