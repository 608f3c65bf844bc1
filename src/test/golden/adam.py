"""Golden steps of `torch.optim.Adam`, with and without weight decay, each model of a stack with its own learning rate.

The gradients are a fixed sequence whose parameters differ in scale from 100 down to 1e-8, where epsilon counts.

Regenerate `src/test/resources/golden/adam.json` (see `bench/README.md` for the environment):

    bench/.venv/bin/python src/test/golden/adam.py
"""

import torch

from golden import flat, rounded, short, write

STEPS = 30
EVERY = 10
RATES = [0.01, 0.003]
SCALES = [100.0, 1.0, 1e-2, 1e-4, 1e-6, 1e-8]


def trained(start: torch.Tensor, gradients: torch.Tensor, decay: float) -> list[list[float]]:
    """The stack after every ten steps."""
    models = [row.clone().requires_grad_() for row in start]
    optimizer = torch.optim.Adam(
        [{"params": [model], "lr": rate} for model, rate in zip(models, RATES)], weight_decay=decay
    )
    seen = []
    for step, gradient in enumerate(gradients, start=1):
        for model, row in zip(models, gradient):
            model.grad = row.clone()
        optimizer.step()
        if step % EVERY == 0:
            seen.append(flat(torch.stack(models)))
    return seen


def main() -> None:
    generator = torch.Generator().manual_seed(30)
    shape = (len(RATES), len(SCALES))
    start = rounded(torch.randn(shape, generator=generator, dtype=torch.float64))
    noise = torch.randn((STEPS, *shape), generator=generator, dtype=torch.float64)
    gradients = ((noise + 0.5) * torch.tensor(SCALES, dtype=torch.float64)).to(torch.float32).to(torch.float64)
    write(
        "adam",
        {
            "models": shape[0],
            "size": shape[1],
            "every": EVERY,
            "rates": RATES,
            "start": short(start),
            "gradients": [flat(step) for step in gradients],
            "cases": [{"decay": decay, "parameters": trained(start, gradients, decay)} for decay in (0.0, 0.01)],
        },
    )


if __name__ == "__main__":
    main()
