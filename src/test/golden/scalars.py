"""Golden values for numbers read off weights: SciPy's Kendall tau-b, and a ridge regression whose leave-one-out
errors come from fitting it once for every model that is left out.

    bench/.venv/bin/python src/test/golden/scalars.py
"""

import golden
import numpy as np
import torch
from scipy.linalg import solve
from scipy.stats import kendalltau

TRAIN, TEST = 12, 4
LAYERS = {"a": (3, 4), "b": (2, 5)}
LAMBDAS = np.geomspace(1e-4, 30, 30)


def taus(rng):
    cases = []
    for n, values in [(2, 9), (3, 2), (10, 1000), (10, 3), (57, 5), (200, 20), (500, 10**6)]:
        a = rng.integers(values, size=n).astype(float)
        a[0], a[1] = 0, 1
        b = np.where(rng.random(n) < 0.6, a, rng.integers(values, size=n)).astype(float)
        b[:2] = rng.permutation(2)
        cases.append({"a": a.tolist(), "b": b.tolist(), "tau": float(kendalltau(a, b, variant="b").statistic)})
    return cases


def features(x, centres, scale):
    """Directions and sizes of the residuals; the inner products of either are the means over the layers."""
    directions, sizes = [], []
    for layer, weights in x.items():
        residual = (weights - centres[layer]).reshape(len(weights), -1)
        norm = np.linalg.norm(residual, axis=1)
        directions.append(residual / norm[:, None] / np.sqrt(len(x)))
        mean, deviation = scale[layer]
        sizes.append((np.log(norm) - mean) / deviation / np.sqrt(len(x)))
    directions, sizes = np.concatenate(directions, 1), np.stack(sizes, 1)
    return {"DIRECTIONS": directions, "SIZES": sizes, "BOTH": np.concatenate([directions, sizes], 1)}


def fit(f, t, ridge):
    return solve(f.T @ f + ridge * np.eye(f.shape[1]), f.T @ (t - t.mean())), t.mean()


def leave_one_out(f, t, ridge):
    error = spread = 0.0
    for i in range(len(t)):
        others = np.arange(len(t)) != i
        w, mean = fit(f[others], t[others], ridge)
        error += (f[i] @ w + mean - t[i]) ** 2
        spread += (mean - t[i]) ** 2
    return error / spread


def ridge_case(x, targets):
    train = {layer: weights[:TRAIN] for layer, weights in x.items()}
    centres = {layer: weights.mean(0) for layer, weights in train.items()}
    scale = {}
    for layer, weights in train.items():
        logs = np.log(np.linalg.norm((weights - centres[layer]).reshape(TRAIN, -1), axis=1))
        scale[layer] = logs.mean(), logs.std()
    known, new = features(train, centres, scale), features(x, centres, scale)
    best = min(
        ((leave_one_out(known[view], targets, ridge), view, ridge) for view in known for ridge in LAMBDAS),
        key=lambda found: found[0],
    )
    w, mean = fit(known[best[1]], targets, best[2])
    return {
        "targets": targets.tolist(), "view": best[1], "lambda": best[2], "error": best[0],
        "predictions": (new[best[1]] @ w + mean).tolist(),
    }  # fmt: skip


def main():
    rng = np.random.default_rng(0)
    n = TRAIN + TEST
    direction = {layer: rng.normal(size=shape) for layer, shape in LAYERS.items()}
    skill, speed = rng.normal(size=n), rng.normal(size=n)
    x = {}
    for layer, shape in LAYERS.items():
        residual = skill[:, None, None] * direction[layer] + rng.normal(size=(n, *shape))
        residual *= np.exp(speed)[:, None, None] / np.linalg.norm(residual, axis=(1, 2), keepdims=True)
        x[layer] = golden.rounded(torch.tensor(3 * rng.normal(size=shape) + residual)).numpy()
    targets = {
        "skill": skill, "speed": speed + 0.1 * rng.normal(size=n), "mixed": skill + speed + 0.1 * rng.normal(size=n),
        "noise": rng.normal(size=n),
    }  # fmt: skip
    targets = {name: golden.rounded(torch.tensor(values)).numpy()[:TRAIN] for name, values in targets.items()}
    golden.write(
        "scalars",
        {
            "kendall": taus(rng),
            "train": TRAIN, "models": n,
            "layers": {layer: list(shape) for layer, shape in LAYERS.items()},
            "weights": {layer: golden.short(torch.tensor(weights)) for layer, weights in x.items()},
            "ridge": {name: ridge_case(x, values) for name, values in targets.items()},
        },
    )  # fmt: skip


if __name__ == "__main__":
    main()
